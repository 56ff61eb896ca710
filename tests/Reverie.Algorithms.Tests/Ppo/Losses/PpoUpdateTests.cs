using System.Text.Json;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Torch;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Tests.Ppo.Losses;

public sealed class PpoUpdateTests
{
    public static TheoryData<string> Cases => [.. All().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_InDoublePrecision_GivesEveryRecordedNumber(string name) => Check(name, ScalarType.Float64, _ => 1e-9);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_InSinglePrecision_StaysAsCloseAsTheReference(string name) =>
        Check(name, ScalarType.Float32, one => 10 * Math.Max(one.GetProperty("float32_error").Number("parameters"), one.GetProperty("float32_error").Number("losses")));

    private static void Check(string name, ScalarType type, Func<JsonElement, double> toleranceOf)
    {
        using var scope = new TensorScope();
        var one = All().Single(found => found.GetProperty("name").GetString() == name);
        double tolerance = toleranceOf(one);
        var settings = one.GetProperty("settings");
        using var network = new SmallActorCritic(one.GetProperty("parameters"), type);
        using var optimizer = new Adam(network.Parameters.Values, settings.Number("lr"), eps: settings.Number("adam_eps"));
        var update = new PpoUpdate(Options(settings), optimizer);
        long inputs = settings.GetProperty("inputs").GetInt64();

        foreach (var (number, recorded) in one.GetProperty("updates").EnumerateArray().Index())
        {
            optimizer.Groups[0].LearningRate = recorded.Number("lr");
            var x = Tensor.From(recorded.Doubles("observations"), recorded.GetProperty("actions").GetArrayLength(), inputs).To(type);
            var actions = Tensor.From(recorded.Integers("actions"), recorded.GetProperty("actions").GetArrayLength());
            var targets = new StepTargets(Rows("old_log_probs"), Rows("old_values"), Rows("advantages"), Rows("returns"));
            long[][] orders = [.. recorded.GetProperty("permutations").EnumerateArray().Select(order => order.EnumerateArray().Select(step => step.GetInt64()).ToArray())];
            var seen = new List<MinibatchLosses>();

            var (_, epochs) = update.Run(
                targets, steps => network.Evaluate(x.IndexSelect(0, steps), actions.IndexSelect(0, steps)), epoch => Tensor.From(orders[epoch], orders[epoch].Length),
                seen.Add);

            Assert.Equal(recorded.GetProperty("epochs_done").GetInt32(), epochs);
            var minibatches = recorded.GetProperty("minibatches").EnumerateArray().ToList();
            Assert.Equal(minibatches.Count, seen.Count);
            foreach (var (expected, actual) in minibatches.Zip(seen))
                AssertMinibatch(expected, actual, tolerance);

            Tensor Rows(string field) => Tensor.From(recorded.Doubles(field), recorded.GetProperty(field).GetArrayLength()).To(type);
        }
        foreach (var (parameter, value) in network.Parameters)
            Close.Assert(parameter, Tensor.From(one.GetProperty("final_parameters").Doubles(parameter), value.Shape), value, tolerance);
    }

    private static void AssertMinibatch(JsonElement expected, MinibatchLosses actual, double tolerance)
    {
        foreach (var (field, value) in ((string, double)[])
            [("loss", actual.Total), ("policy_loss", actual.Policy), ("value_loss", actual.Value), ("entropy", actual.Entropy),
                ("approx_kl", actual.ApproximateKl), ("clip_fraction", actual.ClipFraction), ("grad_norm", actual.GradientNorm)])
        {
            double recorded = expected.Number(field);
            Assert.True(Math.Abs(recorded - value) <= tolerance * Math.Max(1, Math.Abs(recorded)), $"{field} is {value:R}, recorded is {recorded:R}");
        }
    }

    private static LossOptions Options(JsonElement settings) => new()
    {
        Clip = settings.Number("clip"),
        ClipValue = settings.Number("clip_value"),
        ValueLoss = settings.GetProperty("value_loss").GetString() switch
        {
            "clipped_max_half" => ValueLossKind.ClippedMaxHalf,
            "plain_half" => ValueLossKind.PlainHalf,
            "clipped_only" => ValueLossKind.ClippedOnly,
            var other => throw new InvalidDataException(other),
        },
        ValueCoefficient = settings.Number("value_coef"),
        EntropyCoefficient = settings.Number("entropy_coef"),
        MaxGradNorm = settings.NumberOrNull("max_grad_norm"),
        NormaliseAdvantages = settings.GetProperty("normalise").GetBoolean(),
        Epochs = settings.GetProperty("epochs").GetInt32(),
        Minibatches = settings.GetProperty("minibatches").GetInt32(),
        TargetKl = settings.NumberOrNull("target_kl"),
    };

    private static IEnumerable<JsonElement> All() => Golden.Json("ppo/sound_update.json").GetProperty("cases").EnumerateArray();
}
