using Reverie.Torch;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>The memories of episodes as they are played, which hold what was just seen.</summary>
internal sealed class EarlyFilter(EarlyModel model, long batch)
    : LatentFilter(new(model.Initial(batch), Tensor.Zeros([batch, model.Options.StochasticSize], device: model.Initial(batch).Device)))
{
    public override void Observe(Tensor action, Tensor embedded, ReadOnlySpan<bool> isFirst, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var memory = State.Recurrent;
        if (isFirst.Contains(true))
            memory = Tensor.Where(Tensor.From(isFirst, isFirst.Length, 1).To(memory.Device), model.Initial(isFirst.Length), memory);
        var latent = OneHot.StraightThrough(model.Posterior(embedded), sampler).Flatten(-2);
        State = new(model.Remember(memory, action, latent), latent);
    }

    public override void Imagine(Tensor action, ITokenSampler sampler)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        State = model.Imagine(State, action, sampler);
    }
}
