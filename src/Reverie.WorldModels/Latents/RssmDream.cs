using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>A recurrent state is all that is remembered, so going on needs nothing else.</summary>
internal sealed class RssmDream : LatentDream
{
    private readonly Rssm _model;

    public RssmDream(Rssm model, LatentState start) => (_model, State) = (model, start);

    public override void Step(Tensor action, ITokenSampler sampler) => State = _model.Imagine(State, action, sampler);
}
