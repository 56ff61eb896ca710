using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;
using Reverie.Environments.Vector;
using Reverie.Training.Data;
using Reverie.Training.Evaluation;

namespace Reverie.Training.Tests.Evaluation;

public sealed class AchievementReportTests
{
    /// <summary>Computed by hand: exp((ln 1 + ln 51 + ln 101) / 3) - 1, the cube root of 5151 less 1.</summary>
    [Fact]
    public void ScoreOf_ThreeRates_IsTheGeometricMean()
    {
        Assert.Equal(16.27019, AchievementReport.ScoreOf([0, 0.5, 1]), precision: 4);
        Assert.Equal(0, AchievementReport.ScoreOf([0, 0, 0]));
        Assert.Equal(100, AchievementReport.ScoreOf([1, 1]), precision: 10);
    }

    /// <summary>Crafter's paper: one achievement of 22 that is always reached gives exp(ln(101) / 22) - 1 = 0.2334 percent.</summary>
    [Fact]
    public void ScoreOf_OneOfTwentyTwo_CountsAsOneTwentySecond() =>
        Assert.Equal(0.2334, AchievementReport.ScoreOf([1, .. Enumerable.Repeat(0.0, 21)]), precision: 4);

    [Fact]
    public void Report_FourEpisodes_CountsEachAchievement()
    {
        var episodes = new EpisodeMetrics[] { new(1, 0, null, 0b011), new(1, 0, null, 0b001), new(1, 0, null, 0b001), new(1, 0, null, 0b001) };
        var report = new AchievementReport(["wood", "stone", "iron"], episodes);
        Assert.Equal([new("wood", 1), new("stone", 0.25), new("iron", 0)], report.Rates);
        Assert.Equal("Score 12.8 % over 3 achievements: wood 100.0 %, stone 25.0 %", report.ToString());
        Assert.Equal(Math.Cbrt(101 * 26) - 1, report.Score, precision: 10);
        Assert.Contains("none was reached", new AchievementReport(["wood"], [default]).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The recorded run of seed 4 begins so: a sapling is found in its second step and planted in the third.</summary>
    [Theory]
    [InlineData(2, 0b10000)]
    [InlineData(3, 0b1000000000000010000)]
    public void Play_Crafter_TellsWhatEachEpisodeAchieved(int length, int achieved)
    {
        var names = new CrafterEnv().AchievementNames;
        Assert.Equal(("collect_sapling", "place_plant"), (names[4], names[18]));
        using var environments = new VectorEnvironment(_ => new CrafterEnv(size: 18, length: length).AsArrays(), 1);
        var played = Evaluator.Play(new OpeningPolicy(), environments, new ActingOptions(), episodes: 1, seed: 4)!;
        Assert.Equal((length, (ulong)achieved), (played[0].Length, played[0].Achieved));
        Assert.Equal(names, environments.AchievementNames);

        var report = new EvaluationReport("CrafterReward-v1", 7, 4, played, environments.SuccessMeaning, environments.AchievementNames);
        string folder = Directory.CreateTempSubdirectory().FullName;
        report.Save(folder, "epoch");
        var saved = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "eval_epoch_0007_seed_4.json")))!;
        Directory.Delete(folder, recursive: true);
        Assert.Equal(1, saved["achievements"]!["collect_sapling"]!.GetValue<double>());
        Assert.Equal(Math.Pow(101, (length - 1) / 22.0) - 1, saved["score"]!.GetValue<double>(), precision: 10);
    }
}
