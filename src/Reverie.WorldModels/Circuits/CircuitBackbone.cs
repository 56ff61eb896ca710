using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Circuits;

/// <summary>
/// Neural circuits on top of each other: LayerNorm, circuit, dropout for each, with nothing led past them. Time 1 passes at each step.
/// Gradients flow through time, from call to call, until the state is detached. A padded step leaves the memory as it was.
/// </summary>
public sealed class CircuitBackbone : Module, ISequenceBackbone
{
    private readonly ModuleList<CircuitBlock> _blocks;
    private readonly Circuit[] _circuits;

    /// <param name="inputSize">Numbers of one input embedding.</param>
    /// <param name="options">What circuits, and how many.</param>
    /// <param name="generator">Draws the initial weights; the wiring has a seed of its own.</param>
    /// <exception cref="ArgumentException">The options cannot be built, in one sentence.</exception>
    public CircuitBackbone(long inputSize, CircuitOptions options, Generator? generator = null)
    {
        options.Validate();
        var plan = options.Plan();
        // The circuits above the first have the same inputs, so the same wiring.
        var first = plan?.Build((int)inputSize);
        var later = options.LayerCount == 1 || inputSize == options.OutputSize ? first : plan?.Build(options.OutputSize);
        _circuits = [.. Enumerable.Range(0, options.LayerCount).Select(i => i == 0 ? Make(inputSize, first) : Make(options.OutputSize, later))];
        _blocks = Child("blocks", new ModuleList<CircuitBlock>(_circuits.Select(circuit => new CircuitBlock(circuit, options.Dropout))));

        Circuit Make(long inputs, Wiring? wiring) => new(Cell(inputs, wiring, options, generator), options.MixedMemory, generator: generator);
    }

    public long InputSize => _circuits[0].InputSize;

    public long OutputSize => _circuits[^1].OutputSize;

    /// <summary>The circuits, bottom to top.</summary>
    public IReadOnlyList<Circuit> Circuits => _circuits;

    public IBackboneState CreateState(long batch, long capacity) => CreateState(batch);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null)
    {
        if (state is not (null or CircuitState))
            throw new ArgumentException($"A neural circuit needs a state from its own CreateState, not a {state.GetType().Name}.", nameof(state));
        var memory = (CircuitState?)state;
        RecurrentInput.Require(input, InputSize, memory);
        var x = input.Embeddings;
        long batch = x.Size(0), steps = x.Size(1);
        if (steps == 0)
            return Tensor.Zeros([batch, 0, OutputSize], x.DType, x.Device);
        using var scope = new TensorScope();
        using var fresh = memory is null ? CreateState(batch) : null;
        var padding = RecurrentInput.Padding(input, memory);
        var memories = (memory ?? fresh!).All();
        for (int i = 0; i < _blocks.Count; i++)
            (x, memories[i]) = _blocks[i].Forward(x, memories[i], padding);
        memory?.Store(memories);
        memory?.Advance(steps);
        return scope.Keep(x);
    }

    private CircuitState CreateState(long batch)
    {
        var parameter = _circuits[0].Parameters().First();
        return new CircuitState(batch, _circuits, parameter.DType, parameter.Device);
    }

    private static CircuitCell Cell(long inputs, Wiring? wiring, CircuitOptions options, Generator? generator) => (options.Kind, wiring) switch
    {
        (CircuitKind.Ltc, { } wired) => new LtcCell(wired, options.Ltc, generator),
        (_, { } wired) => new WiredCfcCell(wired, options.Mode, generator),
        _ => new CfcCell(
            inputs, options.Units, options.Mode, options.BackboneUnits, options.BackboneLayers, options.Activation, generator: generator),
    };
}
