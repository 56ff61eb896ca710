using System.Text.Json;
using System.Xml.Linq;

namespace Reverie.Cli.Tests.Runs;

/// <summary>
/// Runs that an early Reverie began and did not finish: every later one evaluates them, draws them, and goes on with them to the same
/// numbers. <c>tests/golden/runs/README.md</c> says how they were made.
/// </summary>
public sealed class GoldenRunTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task Eval_OldRun_PlaysTheRecordedEpisodes()
    {
        using var run = new GoldenRun("iris");

        string output = await run.RunAsync("eval", "-n", "4", "--seed", "5");

        Assert.Matches(@"epoch 2.* 4 episodes of MiniGrid-Empty-5x5-v0: success 75\.0 %.*, return 0\.251 ", output);
        var played = Json(Assert.Single(Directory.GetFiles(run.In("logs"), "eval_*_seed_5.json")));
        var recorded = Json(Repository.Golden("runs", "expected", "iris.eval.json"));
        Assert.Equal(Numbers(recorded, "lengths"), Numbers(played, "lengths"));
        Assert.Equal(Numbers(recorded, "returns"), Numbers(played, "returns"));
        Assert.Single(Directory.GetFiles(run.In("media/episodes"), "eval_*_seed_5.mp4"));
    }

    [Fact]
    public async Task Resume_OldRun_FinishesItsEpochAndTheNext()
    {
        using var run = new GoldenRun("iris");

        string output = await run.RunAsync("resume");

        Assert.Contains("Going on after epoch 2 of 4.", output, StringComparison.Ordinal);
        Assert.Contains("After epoch 4, over 100 episodes", output, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], run.Steps());
        run.AssertContinuesAsRecorded();
        Assert.EndsWith("-step-000000004", Assert.Single(Directory.GetDirectories(run.In("checkpoints"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_OldPretraining_GoesOnToTheLastStep()
    {
        using var run = new GoldenRun("pretraining");

        string output = await run.RunAsync("resume");

        Assert.Contains("Going on after step 21 of 60.", output, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 60), run.Steps().Distinct());
        run.AssertContinuesAsRecorded();
        foreach (string file in (string[])["config.json", "model.safetensors", "tokenizer.json"])
            Assert.True(File.Exists(run.In($"model/{file}")), $"{file} is missing");
    }

    [Theory]
    [InlineData("iris", "test_dataset/success", "train_dataset/steps", 2, "| 0.5 | 80 | never |")]
    [InlineData("pretraining", "train/loss", "step", 21, "| 3.5 | 21 | 1 |")]
    public async Task Curves_OldRun_DrawsWhatItLogged(string name, string metric, string steps, int points, string row)
    {
        using var run = new GoldenRun(name);
        string picture = run.In("curves.svg");

        string output = await run.RunAsync("curves", "--metric", metric, "--steps", steps, "--out", picture);

        Assert.Contains(row, output, StringComparison.Ordinal);
        string drawn = Assert.Single(XDocument.Load(picture).Descendants(Svg + "polyline")).Attribute("points")!.Value;
        Assert.Equal(points, drawn.Split(' ').Length);
    }

    private static JsonElement Json(string path) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));

    private static IEnumerable<double> Numbers(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(number => number.GetDouble());
}
