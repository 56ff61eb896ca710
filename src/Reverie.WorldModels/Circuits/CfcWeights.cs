using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>The weights of a <see cref="CfcCell"/> for one sequence.</summary>
internal sealed class CfcWeights
{
    private readonly (Tensor Weight, Tensor Bias)[] _later;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly CfcMode _mode;
    private readonly (Tensor Tau, Tensor Limit)? _pure;
    private readonly Tensor _ofInput;
    private readonly Tensor _ofState;
    private readonly Tensor _bias;

    /// <param name="layers">Those of the backbone, then the branches and the gate side by side.</param>
    /// <param name="inputSize">Columns of the first layer that read the input; the others read the state.</param>
    /// <param name="activation">Between the layers.</param>
    /// <param name="mode">How the branches are joined.</param>
    /// <param name="pure">The parameters of the pure mode.</param>
    public CfcWeights(
        (Tensor Weight, Tensor Bias)[] layers, long inputSize, Func<Tensor, Tensor> activation, CfcMode mode, (Tensor Tau, Tensor Limit)? pure)
    {
        (_later, _activation, _mode, _pure) = (layers[1..], activation, mode, pure);
        (var first, _bias) = layers[0];
        _ofInput = first.Narrow(1, 0, inputSize);
        _ofState = first.Narrow(1, inputSize, first.Size(1) - inputSize).T;
    }

    /// <summary>Takes the tensors out of the current scope.</summary>
    public CfcWeights KeepAlive()
    {
        foreach (var tensor in (Tensor[])[_ofInput, _ofState, _bias, .. _later.SelectMany(layer => (Tensor[])[layer.Weight, layer.Bias])])
            tensor.KeepAlive();
        return this;
    }

    /// <summary>What the first layer makes of inputs alone, of a whole sequence in one product.</summary>
    /// <param name="x">[..., input]</param>
    /// <returns>[..., width]</returns>
    public Tensor Project(Tensor x) => F.Linear(x, _ofInput, _bias);

    /// <param name="projected">Of <see cref="Project"/>, [B, width].</param>
    /// <param name="hidden">[B, units]</param>
    /// <param name="time">[B, 1]; null: 1, and the weights are those for it.</param>
    /// <returns>The new state, [B, units].</returns>
    public Tensor Step(Tensor projected, Tensor hidden, Tensor? time)
    {
        var z = projected.AddMatMul(hidden, _ofState);
        foreach (var (weight, bias) in _later)
            z = F.Linear(_activation(z), weight, bias);
        return _pure is { } pure ? Pure(z, time, pure.Tau, pure.Limit) : Gated(z, hidden.Size(1), time);
    }

    private Tensor Gated(Tensor z, long units, Tensor? time)
    {
        var parts = time is null ? z.SplitSizes(2 * units, units) : z.SplitSizes(2 * units, units, units);
        var branches = parts[0].Tanh().Chunk(2, -1);
        var gate = (time is null ? parts[1] : parts[1] * time + parts[2]).Sigmoid();
        return _mode == CfcMode.NoGate ? branches[0] + gate * branches[1] : branches[0] + gate * (branches[1] - branches[0]);
    }

    private static Tensor Pure(Tensor f, Tensor? time, Tensor tau, Tensor limit)
    {
        var rate = tau.Abs() + f.Abs();
        return limit - limit * (-(time is null ? rate : rate * time)).Exp() * f;
    }
}
