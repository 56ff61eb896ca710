using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>States that go on and speak.</summary>
internal sealed class TokenDream : LatentDream
{
    private readonly TokenModel _model;
    private readonly LatentDream _inner;

    public TokenDream(TokenModel model, LatentSequence sequence, int horizon)
    {
        _model = model;
        _inner = model.Inner.Dream(sequence.Beneath!, horizon);
        State = new(sequence.Recurrent.Detach().Flatten(0, 1), sequence.Stochastic.Detach().Flatten(0, 1));
    }

    public override void Step(Tensor action, ITokenSampler sampler)
    {
        _inner.Step(Tensor.Cat([action, _model.WordOf(State)], -1), sampler);
        State = _model.Speak(_inner.State, sampler);
    }

    protected override void Dispose(bool disposing) => _inner.Dispose();
}
