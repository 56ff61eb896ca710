using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>The recurrent states of episodes as they are played.</summary>
internal sealed class RssmFilter(Rssm model, long batch) : LatentFilter(model.Initial(batch))
{
    public override void Observe(Tensor action, Tensor embedded, ReadOnlySpan<bool> isFirst, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var state = State;
        if (isFirst.Contains(true))
        {
            var rows = Tensor.From(isFirst, isFirst.Length, 1).To(embedded.Device);
            var initial = model.Initial(isFirst.Length);
            state = new(Tensor.Where(rows, initial.Recurrent, state.Recurrent), Tensor.Where(rows, initial.Stochastic, state.Stochastic));
        }
        State = model.Observe(state, action, embedded, sampler);
    }

    public override void Imagine(Tensor action, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        State = model.Imagine(State, action, sampler);
    }
}
