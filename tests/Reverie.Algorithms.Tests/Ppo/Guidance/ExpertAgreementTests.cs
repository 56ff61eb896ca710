using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Environments;
using Reverie.Environments.MiniGrid;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Choosing;
using Reverie.Language.Advisers.Limits;

namespace Reverie.Algorithms.Tests.Ppo.Guidance;

public sealed class ExpertAgreementTests
{
    [Theory]
    [InlineData("MiniGrid-Empty-5x5-v0")]
    [InlineData("BabyAI-GoToLocal-v0")]
    public void Measure_OfWhoAlwaysGoesForward_CountsTheExpertsStepsForward(string id)
    {
        using var level = (MiniGridEnv)BuiltInEnvironments.CreateRegistry().Make(id).Unwrapped;
        using var adviser = new ActionAdviser("test", new Always((int)GridAction.Forward), new Budget(new()), []);
        var found = new ExpertAgreement(level, adviser).Measure(seed: 0, episodes: 8);
        string[] lines = [.. found.Lines(id)];
        Assert.InRange(found.Right, 1, found.Asked - 1);
        Assert.Equal(found.Asked, found.Advised);
        Assert.Contains(lines, line => line.StartsWith("  forward  100.0 % of", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  right    0.0 % of", StringComparison.Ordinal));
    }

    [Fact]
    public void Measure_OfWhoSaysNothing_FindsNoAdvice()
    {
        using var level = (MiniGridEnv)BuiltInEnvironments.CreateRegistry().Make("MiniGrid-Empty-5x5-v0").Unwrapped;
        using var adviser = new ActionAdviser("test", new Always(-1), new Budget(new()), []);
        var found = new ExpertAgreement(level, adviser).Measure(seed: 0, episodes: 2);
        Assert.True(found.Asked > 8);
        Assert.Equal((0, 0), (found.Right, found.Advised));
    }

    private sealed class Always(int action) : IChoice
    {
        public Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation)
        {
            float[] scores = new float[captions.Count];
            if (action >= 0)
                scores[action] = 1;
            return Task.FromResult(new Advice(scores, new Answer("")));
        }
    }
}
