using System.Text.Json;
using Reverie.Training.Comparison;

namespace Reverie.Training.Tests.Comparison;

/// <summary>Everything that rliable computes, on its own numbers.</summary>
public sealed class RecordedScoresTests
{
    private const double Tolerance = 1e-12;
    private const double IntervalTolerance = 1e-9;

    private static readonly JsonElement[] All =
        [.. JsonDocument.Parse(File.ReadAllText(Repository.Golden("rliable", "scores.json"))).RootElement.GetProperty("cases").EnumerateArray()];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Aggregates_RecordedScores_AreRliables(int number)
    {
        var recorded = All[number];
        foreach (var (scores, aggregates) in new[] { ("scores", "aggregates"), ("other_scores", "other_aggregates") })
        {
            var own = Read(recorded, scores);
            Close([.. recorded.GetProperty(aggregates).EnumerateObject().Select(value => value.Value.GetDouble())], Four(own), Tolerance);
        }
        var x = Read(recorded, "scores");
        var y = Read(recorded, "other_scores");
        Assert.Equal(recorded.GetProperty("optimality_gap_gamma_half").GetDouble(), Aggregates.OptimalityGap(x, 0.5), Tolerance);
        Assert.Equal(recorded.GetProperty("probability_of_improvement").GetDouble(), Aggregates.ProbabilityOfImprovement(x, y), Tolerance);
        Assert.Equal(recorded.GetProperty("probability_of_improvement_reversed").GetDouble(), Aggregates.ProbabilityOfImprovement(y, x), Tolerance);
        Assert.Equal(0.5, Aggregates.ProbabilityOfImprovement(x, x), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Profile_RecordedScores_IsRliables(int number)
    {
        var scores = Read(All[number], "scores");
        double[] thresholds = Numbers(All[number].GetProperty("taus"));
        Close(Numbers(All[number].GetProperty("profile")), Aggregates.Profile(scores, thresholds), Tolerance);
        Close(Numbers(All[number].GetProperty("mean_profile")), Aggregates.MeanProfile(scores, thresholds), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draw_RecordedStream_IsThoseIndices(int number)
    {
        var scores = Read(All[number], "scores");
        var bootstrap = new Bootstrap(new FormulaStream(All[number].GetProperty("bootstrap")[0].GetProperty("stream").GetUInt32()));
        foreach (var (matrix, aggregates) in All[number].GetProperty("first_three_index_matrices").EnumerateArray()
            .Zip(All[number].GetProperty("first_three_resampled_aggregates").EnumerateArray()))
        {
            var draw = bootstrap.Draw(scores.Runs);
            Assert.Equal(matrix.EnumerateArray().Select(Numbers), Enumerable.Range(0, scores.Runs[0]).Select(run => draw.Select(task => (double)task.Runs[run]).ToArray()));
            Close(Numbers(aggregates), Four(scores.Take(draw)), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Intervals_RecordedStream_AreRliables(int number)
    {
        var scores = Read(All[number], "scores");
        foreach (var recorded in All[number].GetProperty("bootstrap").EnumerateArray())
            CloseIntervals(recorded, Make(recorded).Intervals(scores, Four));
        double[] thresholds = Numbers(All[number].GetProperty("taus"));
        var profile = All[number].GetProperty("profile_bootstrap");
        CloseIntervals(profile, Make(profile).Intervals(scores, drawn => Aggregates.Profile(drawn, thresholds)));
        var improvement = All[number].GetProperty("improvement_bootstrap");
        CloseIntervals(
            improvement, Make(improvement).Intervals(scores, Read(All[number], "other_scores"), (x, y) => [Aggregates.ProbabilityOfImprovement(x, y)]));
    }

    private static Bootstrap Make(JsonElement recorded) => new(
        new FormulaStream(recorded.GetProperty("stream").GetUInt32()), recorded.GetProperty("repetitions").GetInt32(), recorded.GetProperty("size").GetDouble(),
        recorded.GetProperty("method").GetString() == "basic" ? IntervalMethod.Basic : IntervalMethod.Percentile,
        recorded.TryGetProperty("task_bootstrap", out var tasks) && tasks.GetBoolean());

    private static double[] Four(Scores scores) =>
        [Aggregates.Mean(scores), Aggregates.Median(scores), Aggregates.InterquartileMean(scores), Aggregates.OptimalityGap(scores)];

    private static void CloseIntervals(JsonElement recorded, IReadOnlyList<Training.Evaluation.Interval> intervals)
    {
        Close(Numbers(recorded.GetProperty("lower_upper")[0]), [.. intervals.Select(interval => interval.Low)], IntervalTolerance);
        Close(Numbers(recorded.GetProperty("lower_upper")[1]), [.. intervals.Select(interval => interval.High)], IntervalTolerance);
    }

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    private static Scores Read(JsonElement recorded, string name) => Scores.FromRuns([.. recorded.GetProperty(name).EnumerateArray().Select(Numbers)]);

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];
}
