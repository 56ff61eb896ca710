using Reverie.Torch;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>States that go on without observations.</summary>
public abstract class LatentDream : IDisposable
{
    /// <summary>Where it is, [N, ...].</summary>
    public LatentState State { get; protected set; }

    /// <summary>One step.</summary>
    /// <param name="action">What is done, [N, A].</param>
    /// <param name="sampler">Draws the variables.</param>
    public abstract void Step(Tensor action, ITokenSampler sampler);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
