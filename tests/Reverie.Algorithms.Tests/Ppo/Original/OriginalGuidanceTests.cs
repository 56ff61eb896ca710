using System.Text.Json;
using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;

namespace Reverie.Algorithms.Tests.Ppo.Original;

/// <summary>The founding project's bonus and its mixing, as recorded.</summary>
public sealed class OriginalGuidanceTests
{
    public static TheoryData<string> Shapings => [.. Cases("ppo/original_shaping.json").Select(one => one.GetProperty("name").GetString()!)];

    public static TheoryData<int> Influences => [.. Enumerable.Range(0, Cases("ppo/original_influence.json").Count())];

    [Theory]
    [MemberData(nameof(Shapings))]
    public void Pay_RecordedSteps_GivesRecordedBonuses(string name)
    {
        var file = Golden.Json("ppo/original_shaping.json");
        var one = Cases("ppo/original_shaping.json").Single(found => found.GetProperty("name").GetString() == name);
        var cosines = Cosines(one.TryGetProperty("cosines", out var own) ? own : file.GetProperty("cosines"));
        var bonus = new CaptionBonus(new ShapingOptions
        {
            Threshold = one.Number("threshold"),
            Modifier = one.Number("modifier"),
            AllowFarming = one.GetProperty("allow_farming").GetBoolean(),
        });
        foreach (var step in one.GetProperty("steps").EnumerateArray())
        {
            if (step.GetProperty("new_episode").GetBoolean())
                bonus.Begin();
            string caption = Caption.Describe(View(file, step), (GridAction)step.GetProperty("action").GetInt32());
            Assert.Equal(step.GetProperty("caption").GetString(), caption);
            double best = step.GetProperty("lines").EnumerateArray()
                .Select(line => Math.Max(0, cosines.GetValueOrDefault((caption, line.GetString()!.TrimEnd())))).DefaultIfEmpty(0).Max();
            Assert.Equal(step.Number("bonus"), bonus.Pay(caption, best), 1e-12);
        }
    }

    [Fact]
    public void Pay_CaptionThatWasNotAdvisedAtFirst_PaysLaterWhereTheOrderDoesNotUseItUp()
    {
        var bonus = new CaptionBonus(new ShapingOptions { UsesUpUnadvised = false });
        Assert.Equal(0, bonus.Pay("turn left.", 0.1));
        Assert.Equal(0.005, bonus.Pay("turn left.", 1), 1e-12);
        Assert.Equal(0, bonus.Pay("turn left.", 1));
    }

    [Theory]
    [MemberData(nameof(Influences))]
    public void Move_RecordedAdvice_GivesTheDistributionThatIsSampledFrom(int index)
    {
        var one = Cases("ppo/original_influence.json").ElementAt(index);
        float[] scores = [.. one.Doubles("best_cosines").Select(score => (float)score)], advice = new float[7];
        double[] logits = one.Doubles("logits"), probabilities = new double[7], moved = [.. logits];
        int? rollout = one.GetProperty("rollout") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        bool any = OriginalMixing.Advice(scores, one.Number("threshold"), one.Number("modifier"), advice);
        Assert.Equal(one.GetProperty("advised").GetBoolean(), any);
        Assert.All(advice.Zip(one.Doubles("advice")), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
        if (any)
            OriginalMixing.Move(moved, [.. one.Doubles("advice").Select(value => (float)value)], OriginalMixing.Anneal(rollout), one.Number("modifier"));
        ActionDraw.Softmax<double>(moved, 1, probabilities);
        Assert.All(probabilities.Zip(one.Doubles("sampling_probabilities")), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        ActionDraw.Softmax<double>(logits, 1, probabilities);
        Assert.All(probabilities.Zip(one.Doubles("stored_log_probabilities")), pair => Assert.Equal(pair.Second, Math.Log(pair.First), 1e-9));
    }

    private static IEnumerable<JsonElement> Cases(string file) => Golden.Json(file).GetProperty("cases").EnumerateArray();

    private static Dictionary<(string, string), double> Cosines(JsonElement list) =>
        list.EnumerateArray().ToDictionary(entry => (entry[0].GetString()!, entry[1].GetString()!.TrimEnd()), entry => entry[2].GetDouble());

    private static NdArray<byte> View(JsonElement file, JsonElement step)
    {
        var view = new NdArray<byte>(7, 7, 3);
        byte[] symbols = [.. file.GetProperty("views").GetProperty(step.GetProperty("view").GetString()!).EnumerateArray().Select(symbol => symbol.GetByte())];
        symbols.CopyTo(view.Span);
        return view;
    }
}
