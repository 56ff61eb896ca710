using Reverie.Training.Data;
using Reverie.Training.Evaluation;
using Reverie.Training.Tests.Data;

namespace Reverie.Training.Tests.Evaluation;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-5)] // which was shared out as quotas that nobody reaches
    public void Play_NoEpisodes_IsRefused(int episodes)
    {
        using var environments = new ScriptedEnvironments([[2], [3]], actionCount: 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => Evaluator.Play(new ScriptedPolicy(6), environments, new ActingOptions(), episodes, seed: 0));
    }
}
