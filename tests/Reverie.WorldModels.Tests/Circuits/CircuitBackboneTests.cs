using Reverie.Torch;
using Reverie.WorldModels.Circuits;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>
/// Stacks of circuits: sizes, every kind, and what their options refuse. What all backbones promise is in
/// <see cref="Backbones.BackboneContractTests"/> and beside it.
/// </summary>
public sealed class CircuitBackboneTests
{
    private const int Width = 6;

    private static readonly CircuitOptions Small = new() { Units = 14, OutputSize = 5, LayerCount = 2 };

    public static TheoryData<CircuitKind, CircuitWiring, bool> Kinds => new(
        from kind in Enum.GetValues<CircuitKind>()
        from wiring in Enum.GetValues<CircuitWiring>()
        from mixed in (bool[])[false, true]
        where (kind, wiring) != (CircuitKind.Ltc, CircuitWiring.None)
        select (kind, wiring, mixed));

    [Fact]
    public void ParameterCount_UsualOptions_AreThe87MillionOfTheThesisWithItsHeads()
    {
        using var backbone = new CircuitBackbone(2176, new CircuitOptions());
        Assert.Equal((2176, 2176), (backbone.InputSize, backbone.OutputSize));
        Assert.Equal(3264, backbone.Circuits[0].StateSize);
        long circuits = backbone.ParameterCount();
        long observations = Linear(2176, 2176) + Linear(2176, 16 * 512);
        long heads = observations + Linear(2176, 128) + Linear(128, 3) + Linear(2176, 128) + Linear(128, 2);
        Assert.Equal(64, circuits / 1e6, 0.5);
        Assert.Equal(23, heads / 1e6, 0.5);
        Assert.Equal(87, (circuits + heads) / 1e6, 0.5);

        static long Linear(long from, long to) => (from + 1) * to;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Forward_EveryKindAndWiring_RemembersAndTrainsAllItsParameters(CircuitKind kind, CircuitWiring wiring, bool mixedMemory)
    {
        using var generator = new Generator(3);
        using var backbone = new CircuitBackbone(Width, Options(kind, wiring) with { MixedMemory = mixedMemory }, generator);
        using var state = backbone.CreateState(2, 4);
        backbone.Forward(Formula.Input("first", 2, 3, Width), state);
        var outputs = backbone.Forward(Formula.Input("second", 2, 2, Width), state);
        Assert.Equal([2, 2, backbone.OutputSize], outputs.Shape.ToArray());
        (outputs * Formula.Input("weights", outputs.Shape)).Sum().Backward();
        Assert.All(backbone.NamedParameters(), entry => Assert.True(entry.Tensor.Grad?.Abs().Max().Item() > 0, $"{entry.Name} is not trained"));
    }

    [Fact]
    public void Forward_Dropout_IsForTrainingOnly()
    {
        using var backbone = new CircuitBackbone(Width, Small with { Dropout = 0.5 });
        using var noGrad = new NoGrad();
        var x = Formula.Input("x", 4, 8, Width);
        double zeros = backbone.Forward(x).Eq(0).Float().Mean().Item();
        Assert.InRange(zeros, 0.3, 0.7);
        backbone.Eval();
        Assert.Equal(0, backbone.Forward(x).Eq(0).Float().Sum().Item());
        Assert.Equal(backbone.Forward(x).ToBytes(), backbone.Forward(x).ToBytes());
    }

    [Fact]
    public void Construction_SameSeeds_GiveTheSameNetwork()
    {
        byte[][] weights = [.. Enumerable.Range(0, 3).Select(i => Weights(i == 2 ? Small with { Seed = 1 } : Small))];
        Assert.Equal(weights[0], weights[1]);
        Assert.NotEqual(weights[0], weights[2]);

        static byte[] Weights(CircuitOptions options)
        {
            using var generator = new Generator(5);
            using var backbone = new CircuitBackbone(Width, options, generator);
            using var noGrad = new NoGrad();
            return [.. backbone.StateDict().SelectMany(entry => entry.Tensor.ToBytes())];
        }
    }

    [Fact]
    public void LoadStateDict_OfAnotherWiring_BringsItsSynapsesAlong()
    {
        using CircuitBackbone one = new(Width, Small), other = new(Width, Small with { Seed = 1 });
        one.Eval();
        other.Eval();
        using var noGrad = new NoGrad();
        var x = Formula.Input("x", 2, 3, Width);
        other.Forward(x);
        other.LoadStateDict(one.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor));
        Assert.Equal(one.Forward(x).ToBytes(), other.Forward(x).ToBytes());
    }

    [Fact]
    public void Validate_WhatCannotBeBuilt_SaysWhatToChange()
    {
        Refused("Units (7) must be at least OutputSize (5) + 3", Small with { Units = 7 });
        Refused("Units (14) must be OutputSize (5) plus", Small with { Wiring = CircuitWiring.Ncp });
        Refused("must be the same", Small with { Wiring = CircuitWiring.FullyConnected });
        Refused("must be the same", Small with { Wiring = CircuitWiring.None });
        Refused("Wiring must not be none", Small with { Wiring = CircuitWiring.None, Kind = CircuitKind.Ltc });
        Refused("at least OutputSize (15)", Small with { Wiring = CircuitWiring.Random, Kind = CircuitKind.Ltc, OutputSize = 15 });
        Refused("Sparsity", Small with { Sparsity = 0.95 });
        Refused("Seed", Small with { Seed = 1L << 32 });
        Refused("Seed", Small with { Seed = -1 });
        Refused("OdeUnfolds", Small with { Ltc = new LtcOptions { OdeUnfolds = 0 } });
        Refused("InterFanout", Small with { Ncp = new NcpOptions { InterFanout = 0 } });
        Refused("motor fanin must lie between 1 and 3", Options(CircuitKind.Cfc, CircuitWiring.Ncp) with { Ncp = Sizes with { MotorFanin = 4 } });
        new CircuitOptions().Validate();
        new CircuitOptions { Wiring = CircuitWiring.Ncp }.Validate();
    }

    private static readonly NcpOptions Sizes =
        new() { InterNeurons = 6, CommandNeurons = 3, SensoryFanout = 3, InterFanout = 2, RecurrentCommandSynapses = 2, MotorFanin = 2 };

    private static CircuitOptions Options(CircuitKind kind, CircuitWiring wiring) => Small with
    {
        Kind = kind,
        Wiring = wiring,
        OutputSize = kind == CircuitKind.Cfc && wiring is CircuitWiring.FullyConnected or CircuitWiring.Random or CircuitWiring.None ? 14 : 5,
        Ncp = Sizes,
    };

    private static void Refused(string words, CircuitOptions options) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new CircuitBackbone(Width, options)).Message, StringComparison.Ordinal);
}
