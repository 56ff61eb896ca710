using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>A <see cref="WiredCfcCell"/> in a sequence, all layers a step.</summary>
internal sealed class WiredCfcPass(CfcWeights[] layers, long[] sizes, Tensor x, Tensor? times) : CircuitPass
{
    private readonly Tensor _projected = layers[0].Project(x); // [B, T, width]

    public override Tensor Step(long t, Tensor hidden)
    {
        var parts = hidden.SplitSizes(sizes);
        var time = CfcPass.TimeAt(times, t);
        for (int i = 0; i < layers.Length; i++)
            parts[i] = layers[i].Step(i == 0 ? _projected.Select(1, t) : layers[i].Project(parts[i - 1]), parts[i], time);
        return Tensor.Cat(parts, -1);
    }
}
