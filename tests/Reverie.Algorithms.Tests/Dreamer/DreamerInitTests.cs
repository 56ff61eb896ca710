using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Names, shapes, numbers and laws of the initial weights, as SheepRL has them.</summary>
public sealed class DreamerInitTests
{
    private const string Both = "XS/rgb64+vec147/actions7";

    [Theory]
    [InlineData("XS/vec147/actions7")]
    [InlineData("XS/rgb64/actions7")]
    [InlineData(Both)]
    [InlineData("S/vec147/actions7")]
    [InlineData("S/rgb64+vec147/actions7")]
    public void Parameters_OfASize_AreSoMany(string name)
    {
        using var scope = new TensorScope();
        using var model = Create(name);
        long trained = model.WorldModel.ParameterCount() + model.Actor.ParameterCount() + model.Critic.ParameterCount();
        Assert.Equal(Golden.Json("dreamer/static/static.json").GetProperty("counts").GetProperty(name).GetInt64(), trained);
    }

    [Fact]
    public void Names_AndShapes_AreSheepRLs()
    {
        using var scope = new TensorScope();
        using var model = Create(Both);
        var recorded = Golden.Json("dreamer/static/static.json").GetProperty("shapes").GetProperty(Both).EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => string.Join(", ", entry.Value.EnumerateArray().Select(size => size.GetInt64())));
        var ours = model.NamedParameters().Where(entry => !entry.Name.StartsWith("target_", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => string.Join(", ", entry.Tensor.Shape.ToArray()));
        Assert.Equal(recorded.OrderBy(entry => entry.Key, StringComparer.Ordinal), ours.OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("XS/rgb64+vec147/actions(7,)/hafnerTrue")]
    [InlineData("XS/vec147/actions(7,)/hafnerFalse")]
    public void Weights_FollowTheRecordedLaws(string name)
    {
        using var scope = new TensorScope();
        using var model = Create(name);
        var weights = model.NamedParameters().ToDictionary();
        foreach (var entry in Golden.Json("dreamer/static/static.json").GetProperty("init").GetProperty(name).EnumerateObject())
        {
            var rule = entry.Value.GetProperty("rule");
            var weight = weights[entry.Name];
            double expected = rule.GetProperty("std").GetDouble(), std = Math.Sqrt(weight.Square().Mean().Item());
            // A sample's standard deviation is off by a share of 1 / sqrt(2 n).
            Assert.True(Math.Abs(std - expected) <= expected * 5 / Math.Sqrt(2.0 * weight.NumElements), $"{entry.Name}: {std} instead of {expected}");
            foreach (string bound in (string[])["bound", "limit"])
            {
                if (rule.TryGetProperty(bound, out var largest) && rule.GetProperty("kind").GetString() != "normal_cut_at_abs_2")
                    Assert.True(weight.Abs().Max().Item() <= largest.GetDouble() * (1 + 1e-5), entry.Name);
            }
        }
    }

    [Fact]
    public void SlowCopy_AtTheStart_IsACopy()
    {
        using var scope = new TensorScope();
        using var model = Create("XS/vec147/actions7");
        foreach (var (slow, fast) in model.TargetCritic.Parameters().Zip(model.Critic.Parameters()))
            Assert.Equal(fast.ToArray<float>(), slow.ToArray<float>());
    }

    private static DreamerModel Create(string name)
    {
        string[] parts = name.Split('/');
        bool rgb = parts[1].Contains("rgb", StringComparison.Ordinal), vector = parts[1].Contains("vec", StringComparison.Ordinal);
        var options = DreamerRun.Load(
            $"algo=dreamer_v3_{parts[0]}", $"algo.cnn_keys.encoder=[{(rgb ? "rgb" : "")}]", $"algo.mlp_keys.encoder=[{(vector ? "state" : "")}]",
            $"algo.hafner_initialization={!name.Contains("hafnerFalse", StringComparison.Ordinal)}").Options;
        var layout = new StepLayout(
            [
                new("rgb", ElementType.UInt8, [3, 64, 64], 0, 255),
                new("state", ElementType.Float32, [147], double.NegativeInfinity, double.PositiveInfinity),
            ],
            [], ActionSpec.Discrete(7));
        using var generator = new Generator(3);
        return DreamerFactory.CreateModel(options, layout, generator);
    }
}
