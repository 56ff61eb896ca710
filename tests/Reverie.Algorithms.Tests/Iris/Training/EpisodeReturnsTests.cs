using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Tests.Iris.Training;

public sealed class EpisodeReturnsTests
{
    [Fact]
    public void At_AnyStep_IsTheDiscountedSumOfWhatFollows()
    {
        var returns = new EpisodeReturns(0.5);
        var episode = Episode(1, 0, -2, 4);
        Assert.Equal([1f, 0f, 0f, 4f], Enumerable.Range(0, 4).Select(step => returns.At(episode, step)));
        // An episode that has grown is another one.
        Assert.Equal(1 + (8 / 16f), returns.At(episode.Extend(Episode(8)), 0));
    }

    private static Episode Episode(params float[] rewards) =>
        new(new StepLayout([], [], ActionSpec.Discrete(2)), [], [], new long[rewards.Length], [], rewards, EpisodeEnd.None);
}
