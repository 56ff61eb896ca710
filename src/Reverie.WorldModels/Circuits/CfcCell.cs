using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Circuits;

/// <summary>
/// A closed-form continuous-time cell (Hasani et al., 2022): layers of a backbone over input and state, then two branches and a gate
/// that opens with time, without a solver. Parameters have the names of the reference package's.
/// </summary>
public sealed class CfcCell : CircuitCell
{
    private readonly Linear[] _backbone;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly CfcMode _mode;
    private readonly Tensor? _mask;
    private readonly Linear _first;
    private readonly (Linear Second, Linear TimeA, Linear TimeB)? _gated;
    private readonly (Tensor Tau, Tensor Limit)? _pure;
    private KeptWeights? _kept;

    /// <param name="inputSize">Numbers of one input.</param>
    /// <param name="units">Neurons.</param>
    /// <param name="mode">How the branches are joined.</param>
    /// <param name="backboneUnits">Width of the backbone.</param>
    /// <param name="backboneLayers">Layers of the backbone; 0: none.</param>
    /// <param name="activation">Of the backbone.</param>
    /// <param name="mask">1 where a branch may read, [units, input + units], else 0; null: everywhere. Only without a backbone.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public CfcCell(
        long inputSize,
        long units,
        CfcMode mode = CfcMode.Default,
        long backboneUnits = 128,
        int backboneLayers = 1,
        CircuitActivation activation = CircuitActivation.LecunTanh,
        Tensor? mask = null,
        Generator? generator = null)
        : base(inputSize, units, units)
    {
        if (mask is not null && backboneLayers > 0)
            throw new ArgumentException("A mask says which inputs a neuron reads, so there can be no backbone before it.", nameof(mask));
        (_mode, _activation) = (mode, activation.Function());
        _mask = mask is null ? null : Buffer("sparsity_mask", mask);
        long width = inputSize + units;
        if (mode == CfcMode.Pure)
            _pure = (Parameter("w_tau", Init.XavierUniform([1, units], generator)), Parameter("A", Init.XavierUniform([1, units], generator)));
        _backbone = [.. Enumerable.Range(0, backboneLayers).Select(i => Dense(i == 0 ? width : backboneUnits, backboneUnits))];
        if (backboneLayers > 0)
            Child("backbone", new Sequential(_backbone.SelectMany(layer => (Layer[])[layer, new Activation(_activation)])));
        long read = backboneLayers > 0 ? backboneUnits : width;
        _first = Child("ff1", Dense(read, units));
        if (mode != CfcMode.Pure)
            _gated = (Child("ff2", Dense(read, units)), Child("time_a", Dense(read, units)), Child("time_b", Dense(read, units)));

        // As the reference package: every matrix after Glorot and Bengio, also the two of the pure mode.
        Linear Dense(long from, long to)
        {
            var layer = new Linear(from, to, generator: generator);
            using var noGrad = new NoGrad();
            layer.Weight.CopyFrom(Init.XavierUniform(layer.Weight.Shape, generator));
            return layer;
        }
    }

    public override CircuitPass Begin(Tensor x, Tensor? times) => new CfcPass(Prepare(times is null), x, times);

    public override void To(Device device)
    {
        _kept = null;
        base.To(device);
    }

    /// <summary>
    /// The weights as a sequence needs them: masked and side by side. Where no gradients are recorded they are kept until a parameter
    /// changes, since in imagination, a step a call, arranging them would cost more than the step.
    /// </summary>
    /// <param name="unitTime">The same time, 1, passes at each step.</param>
    internal CfcWeights Prepare(bool unitTime)
    {
        if (GradMode.IsEnabled)
            return Arrange(unitTime);
        long changes = Parameters().Sum(parameter => parameter.Version) + (_mask?.Version ?? 0);
        if (_kept is { } kept && kept.UnitTime == unitTime && kept.Changes == changes)
            return kept.Weights;
        using var scope = new TensorScope();
        var weights = Arrange(unitTime).KeepAlive();
        _kept = new KeptWeights(weights, unitTime, changes);
        return weights;
    }

    private CfcWeights Arrange(bool unitTime)
    {
        var heads = new List<(Tensor Weight, Tensor Bias)> { (Masked(_first.Weight), _first.Bias!) };
        if (_gated is { } gated)
        {
            heads.Add((Masked(gated.Second.Weight), gated.Second.Bias!));
            (Tensor, Tensor) a = (gated.TimeA.Weight, gated.TimeA.Bias!), b = (gated.TimeB.Weight, gated.TimeB.Bias!);
            if (unitTime)
                heads.Add((a.Item1 + b.Item1, a.Item2 + b.Item2)); // a t + b with t = 1
            else
                heads.AddRange([a, b]);
        }
        var head = heads.Count == 1
            ? heads[0]
            : (Tensor.Cat([.. heads.Select(part => part.Weight)]), Tensor.Cat([.. heads.Select(part => part.Bias)]));
        return new CfcWeights([.. _backbone.Select(layer => (layer.Weight, layer.Bias!)), head], InputSize, _activation, _mode, _pure);
    }

    private Tensor Masked(Tensor weight) => _mask is null ? weight : weight * _mask;

    /// <summary>Arranged weights, and what the parameters were then.</summary>
    private sealed record KeptWeights(CfcWeights Weights, bool UnitTime, long Changes);
}
