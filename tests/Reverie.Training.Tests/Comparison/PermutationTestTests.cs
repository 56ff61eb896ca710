using Reverie.Training.Comparison;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Comparison;

public sealed class PermutationTestTests
{
    [Fact]
    public void PValue_TwoTasks_MovesLabelsWithinATask()
    {
        // Within each task both runs of x are above both of y: one arrangement of 6 is as high, so one of 36 in both.
        var x = new Scores([[3, 4], [103, 104]]);
        var y = new Scores([[1, 2], [101, 102]]);
        Assert.Equal(1 / 36.0, PermutationTest.PValue(x, y, new SeededRandom(0), Alternative.Greater), 1e-12);
        Assert.Equal(2 / 36.0, PermutationTest.PValue(x, y, new SeededRandom(0)), 1e-12);
    }

    [Fact]
    public void PValue_ManyArrangements_IsNearTheExactOne()
    {
        // 184,756 arrangements, of which some are drawn; the normal approximation of the exact test stands beside it.
        double[] a = [.. Enumerable.Range(0, 10).Select(i => (i * 1.3) + 1.5)], b = [.. Enumerable.Range(0, 10).Select(i => i * 1.4)];
        double p = PermutationTest.PValue(new([a]), new([b]), new SeededRandom(3), Alternative.Greater);
        double mean = a.Average() - b.Average();
        double[] all = [.. a, .. b];
        double deviation = Math.Sqrt(all.Sum(v => Math.Pow(v - all.Average(), 2)) / 19 * (2 / 10.0));
        Assert.Equal(MannWhitneyTest.PValue(a, b, Alternative.Greater), p, 0.05);
        Assert.InRange(mean / deviation, 0.3, 1.0);
    }

    [Fact]
    public void PValue_DifferentTasks_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PermutationTest.PValue(new([[1.0]]), new([[1.0], [2.0]]), new SeededRandom(0)));
}
