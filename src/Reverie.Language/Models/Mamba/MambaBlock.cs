using Reverie.Language.Layers;
using Reverie.Torch;

namespace Reverie.Language.Models.Mamba;

/// <summary>x + mixer(norm x); the residual stream stays in single precision.</summary>
public sealed class MambaBlock : RecurrentBlock<MambaState>
{
    private readonly RmsNorm _norm;
    private readonly MambaMixer _mixer;

    public MambaBlock(MambaConfig config, WeightFactory weights, int layer)
    {
        _norm = Child("norm", new RmsNorm(weights, config.HiddenSize, config.NormEpsilon));
        _mixer = Child("mixer", new MambaMixer(config, weights, layer));
    }

    internal override Tensor Forward(Tensor x, MambaState? state, StepMask? mask) =>
        x.Float() + _mixer.Forward(_norm.Forward(x).To(_norm.Weight.DType), state, mask);
}
