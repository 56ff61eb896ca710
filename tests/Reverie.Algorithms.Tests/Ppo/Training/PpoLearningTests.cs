namespace Reverie.Algorithms.Tests.Ppo.Training;

/// <summary>Does it learn at all?</summary>
public sealed class PpoLearningTests
{
    [Fact]
    public void Run_CartPole_BalancesForAWholeEpisode()
    {
        using var run = new PpoRun("exp=ppo_cartpole", "common.device=cpu", "wandb.mode=disabled", "common.do_checkpoint=false");
        using var trainer = run.Trainer();
        Assert.True(trainer.Run());
        Assert.True(trainer.IsSolved, $"The mean return is {trainer.LastReturn} after {trainer.Steps} steps.");
    }

    [Fact]
    public void Run_EmptyRoomFromSymbols_ReachesTheGoal()
    {
        using var run = new PpoRun("exp=ppo_minigrid", "common.device=cpu", "wandb.mode=disabled", "common.do_checkpoint=false", "evaluation.solved_at=1.0");
        using var trainer = run.Trainer();
        Assert.True(trainer.Run());
        Assert.True(trainer.IsSolved, $"The mean return is {trainer.LastReturn} after {trainer.Steps} steps.");
    }
}
