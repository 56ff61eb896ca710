using System.Text.Json;
using Reverie.Algorithms.Ppo.Losses;

namespace Reverie.Algorithms.Tests.Ppo.Losses;

public sealed class GeneralizedAdvantageTests
{
    public static TheoryData<string> Cases => [.. All().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_RecordedRollout_GivesRecordedAdvantagesAndReturns(string name)
    {
        var one = All().Single(found => found.GetProperty("name").GetString() == name);
        double[] rewards = one.Doubles("rewards");
        double[] advantages = new double[rewards.Length], returns = new double[rewards.Length];

        GeneralizedAdvantage.Compute(
            rewards, one.Doubles("values"), one.Doubles("final_values"), one.Doubles("last_values"), one.Flags("terminated"), one.Flags("truncated"),
            one.Number("gamma"), one.Number("lambda"), advantages, returns);

        AssertWithin(1e-12, one.Doubles("advantages"), advantages);
        AssertWithin(1e-12, one.Doubles("returns"), returns);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compute_InSinglePrecision_StaysClose(string name)
    {
        var one = All().Single(found => found.GetProperty("name").GetString() == name);
        float[] rewards = Floats("rewards"), advantages = new float[rewards.Length], returns = new float[rewards.Length];

        GeneralizedAdvantage.Compute(
            rewards, Floats("values"), Floats("final_values"), Floats("last_values"), one.Flags("terminated"), one.Flags("truncated"),
            (float)one.Number("gamma"), (float)one.Number("lambda"), advantages, returns);

        AssertWithin(1e-5, one.Doubles("advantages"), [.. advantages.Select(value => (double)value)]);

        float[] Floats(string field) => [.. one.Doubles(field).Select(value => (float)value)];
    }

    [Fact]
    public void Compute_EpisodeThatWasCutOff_CountsWhatTheStepLedTo()
    {
        double[] advantages = new double[2], returns = new double[2];
        GeneralizedAdvantage.Compute([1.0, 0], [0.5, 0.25], [8, 0], [0], [false, false], [true, false], 0.5, 0.9, advantages, returns);
        Assert.Equal(1 + (0.5 * 8) - 0.5, advantages[0]);
        Assert.Equal(-0.25, advantages[1]);
    }

    private static IEnumerable<JsonElement> All() => Golden.Json("ppo/sound_gae.json").GetProperty("cases").EnumerateArray();

    private static void AssertWithin(double tolerance, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - tolerance, expected[i] + tolerance);
    }
}
