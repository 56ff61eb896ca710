using System.Text.Json;
using Reverie.Training.Comparison;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Comparison;

/// <summary>SciPy's tests and intervals, on its own numbers.</summary>
public sealed class RecordedTestsTests
{
    private const double Tolerance = 1e-9;
    private static readonly JsonElement All = JsonDocument.Parse(File.ReadAllText(Repository.Golden("rliable", "tests.json"))).RootElement;
    private static readonly (string Name, Alternative Value)[] Alternatives =
        [("two-sided", Alternative.TwoSided), ("less", Alternative.Less), ("greater", Alternative.Greater)];

    [Fact]
    public void MannWhitney_RecordedSamples_IsSciPys()
    {
        foreach (var recorded in All.GetProperty("mann_whitney").EnumerateArray())
        {
            double[] x = Numbers(recorded.GetProperty("x")), y = Numbers(recorded.GetProperty("y"));
            Assert.Equal(recorded.GetProperty("u_x").GetDouble(), Aggregates.Wins(x, y));
            foreach (var (name, alternative) in Alternatives)
            {
                var p = recorded.GetProperty(name);
                Assert.Equal(p.GetProperty("auto").GetDouble(), MannWhitneyTest.PValue(x, y, alternative), Tolerance);
                Assert.Equal(p.GetProperty("asymptotic").GetDouble(), MannWhitneyTest.Asymptotic(x, y, alternative), Tolerance);
                Assert.Equal(p.GetProperty("asymptotic_no_continuity").GetDouble(), MannWhitneyTest.Asymptotic(x, y, alternative, isContinuous: false), Tolerance);
                if (p.TryGetProperty("exact", out var exact))
                    Assert.Equal(exact.GetDouble(), MannWhitneyTest.Exact(x, y, alternative), Tolerance);
            }
        }
    }

    [Fact]
    public void Permutation_RecordedSamples_IsSciPys()
    {
        foreach (var recorded in All.GetProperty("permutation").EnumerateArray())
        {
            var x = new Scores([Numbers(recorded.GetProperty("x"))]);
            var y = new Scores([Numbers(recorded.GetProperty("y"))]);
            double P(Alternative alternative) => PermutationTest.PValue(x, y, new SeededRandom(0), alternative);
            Assert.Equal(recorded.GetProperty("less").GetDouble(), P(Alternative.Less), Tolerance);
            Assert.Equal(recorded.GetProperty("greater").GetDouble(), P(Alternative.Greater), Tolerance);
            Assert.Equal(recorded.GetProperty("two_sided_absolute").GetDouble(), P(Alternative.TwoSided), Tolerance);
        }
    }

    [Fact]
    public void Proportions_RecordedCounts_AreSciPys()
    {
        foreach (var recorded in All.GetProperty("wilson").EnumerateArray())
        {
            int successes = recorded.GetProperty("successes").GetInt32(), trials = recorded.GetProperty("trials").GetInt32();
            foreach (string size in (string[])["0.9", "0.95", "0.99"])
            {
                double coverage = double.Parse(size, System.Globalization.CultureInfo.InvariantCulture);
                Close(recorded.GetProperty(size).GetProperty("wilson"), Proportions.Wilson(successes, trials, coverage));
                Close(recorded.GetProperty(size).GetProperty("wilson_continuity"), Proportions.Wilson(successes, trials, coverage, isContinuous: true));
                Close(recorded.GetProperty(size).GetProperty("clopper_pearson"), Proportions.ClopperPearson(successes, trials, coverage));
            }
        }
    }

    [Fact]
    public void Quantiles_RecordedValues_AreNumPys()
    {
        foreach (var recorded in All.GetProperty("percentile").EnumerateArray())
        {
            double[] values = [.. Numbers(recorded.GetProperty("values")).Order()];
            foreach (var (percent, result) in Numbers(recorded.GetProperty("percents")).Zip(Numbers(recorded.GetProperty("results"))))
                Assert.Equal(result, Quantiles.OfSorted(values, percent / 100), Tolerance);
        }
    }

    private static void Close(JsonElement expected, Training.Evaluation.Interval actual)
    {
        Assert.Equal(expected[0].GetDouble(), actual.Low, Tolerance);
        Assert.Equal(expected[1].GetDouble(), actual.High, Tolerance);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
