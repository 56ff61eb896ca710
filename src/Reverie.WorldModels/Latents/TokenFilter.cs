using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>Follows episodes and remembers the last word of each.</summary>
internal sealed class TokenFilter : LatentFilter
{
    private readonly TokenModel _model;
    private readonly LatentFilter _inner;

    public TokenFilter(TokenModel model, long batch) : this(model, model.Inner.Follow(batch))
    {
    }

    private TokenFilter(TokenModel model, LatentFilter inner) : base(Silent(model, inner.State)) => (_model, _inner) = (model, inner);

    public override BackboneMemory? Memory => _inner.Memory;

    public override void Observe(Tensor action, Tensor embedded, ReadOnlySpan<bool> isFirst, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var (seen, word) = _model.Split(embedded);
        var before = _model.WordOf(State).MaskedFill(Tensor.From(isFirst, isFirst.Length, 1).To(word.Device), 0);
        _inner.Observe(Tensor.Cat([action, before], -1), seen, isFirst, sampler);
        State = new(Tensor.Cat([_inner.State.Recurrent, word], -1), _inner.State.Stochastic);
    }

    public override void Imagine(Tensor action, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        _inner.Imagine(Tensor.Cat([action, _model.WordOf(State)], -1), sampler);
        State = _model.Speak(_inner.State, sampler);
    }

    public override void Save(BinaryWriter writer)
    {
        base.Save(writer);
        _inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        base.Restore(reader);
        _inner.Restore(reader);
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    private static LatentState Silent(TokenModel model, LatentState state)
    {
        var silence = Tensor.Zeros([state.Recurrent.Size(0), model.Options.Tokens], device: state.Recurrent.Device);
        return new(Tensor.Cat([state.Recurrent, silence], -1), state.Stochastic);
    }
}
