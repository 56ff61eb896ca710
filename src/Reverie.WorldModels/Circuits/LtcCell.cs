using Reverie.Torch;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Circuits;

/// <summary>
/// A liquid time-constant cell (Hasani et al., 2021): leaky neurons whose synapses open with the potential before them, solved by a fused
/// semi-implicit step. Parameters have the names of the reference package's. Neurons have the numbers of the wiring, motors first.
/// </summary>
public sealed class LtcCell : CircuitCell
{
    private readonly Tensor _gleak, _vleak, _cm;
    private readonly LtcSynapses _synapses, _senses;
    private readonly (Tensor? Factor, Tensor? Offset) _input, _output;

    /// <param name="wiring">Who is connected to whom.</param>
    /// <param name="options">How the cell is solved and read; null: as usual.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public LtcCell(Wiring wiring, LtcOptions? options = null, Generator? generator = null) : base(wiring.InputSize, wiring.Units, wiring.OutputSize)
    {
        Options = options ?? new LtcOptions();
        SizeRules.Require(Options);
        int units = wiring.Units;
        _gleak = Drawn("gleak", 0.001, 1, units);
        _vleak = Drawn("vleak", -0.2, 0.2, units);
        _cm = Drawn("cm", 0.4, 0.6, units);
        _synapses = Synapses("", wiring.Adjacency());
        _senses = Synapses("sensory_", wiring.SensoryAdjacency());
        _input = Mapping("input", Options.InputMapping, InputSize);
        _output = Mapping("output", Options.OutputMapping, OutputSize);

        Tensor Drawn(string name, double low, double high, params ReadOnlySpan<long> shape) =>
            Parameter(name, Tensor.Empty(shape).UniformInPlace(low, high, generator));

        LtcSynapses Synapses(string prefix, Tensor adjacency) => new(
            Sigma: Drawn($"{prefix}sigma", 3, 8, adjacency.Shape),
            Mu: Drawn($"{prefix}mu", 0.3, 0.8, adjacency.Shape),
            Weight: Drawn($"{prefix}w", 0.001, 1, adjacency.Shape),
            Reversal: Parameter($"{prefix}erev", adjacency),
            Mask: Buffer($"{prefix}sparsity_mask", adjacency.Detach().Abs()));

        (Tensor?, Tensor?) Mapping(string name, LtcMapping mapping, long size) => (
            mapping == LtcMapping.None ? null : Parameter($"{name}_w", Tensor.Ones([size])),
            mapping == LtcMapping.Affine ? Parameter($"{name}_b", Tensor.Zeros([size])) : null);
    }

    /// <summary>How the cell is solved and read.</summary>
    public LtcOptions Options { get; }

    /// <summary>Sets conductances and capacities that have become negative to 0.</summary>
    public void ApplyConstraints()
    {
        using var noGrad = new NoGrad();
        foreach (var positive in (Tensor[])[_synapses.Weight, _senses.Weight, _cm, _gleak])
            positive.ClampInPlace(0, double.PositiveInfinity);
    }

    public override CircuitPass Begin(Tensor x, Tensor? times)
    {
        Tensor leak = Positive(_gleak), capacity = Positive(_cm) * Options.OdeUnfolds;
        var rest = Tensor.Stack([leak * _vleak, leak], -1).Unsqueeze(1); // [units, 1, 2]
        return new LtcPass(_synapses.Prepare(Positive), _senses.Prepare(Positive), Mapped(x, _input), rest, capacity, times, Options);
    }

    public override Tensor Output(Tensor hidden) => Mapped(hidden.Narrow(-1, 0, OutputSize), _output);

    private Tensor Positive(Tensor x) => Options.ImplicitConstraints ? F.Softplus(x) : x;

    private static Tensor Mapped(Tensor x, (Tensor? Factor, Tensor? Offset) mapping)
    {
        if (mapping.Factor is { } factor)
            x *= factor;
        return mapping.Offset is { } offset ? x + offset : x;
    }
}
