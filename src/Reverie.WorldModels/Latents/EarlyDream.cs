using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>States whose memory holds what is imagined at once.</summary>
internal sealed class EarlyDream : LatentDream
{
    private readonly EarlyModel _model;

    public EarlyDream(EarlyModel model, LatentState start) => (_model, State) = (model, start);

    public override void Step(Tensor action, ITokenSampler sampler) => State = _model.Imagine(State, action, sampler);
}
