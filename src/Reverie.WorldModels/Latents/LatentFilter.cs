using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>Follows episodes as they are played: it remembers each one until another begins. Outlives tensor scopes until disposed.</summary>
public abstract class LatentFilter : IDisposable
{
    private LatentState _state;

    /// <param name="state">Before anything was seen.</param>
    protected LatentFilter(LatentState state) => State = state;

    /// <summary>What is known now, [B, ...].</summary>
    public LatentState State
    {
        get => _state;
        protected set
        {
            var (recurrent, stochastic) = (value.Recurrent.Detach().Clone().KeepAlive(), value.Stochastic.Detach().Clone().KeepAlive());
            Free();
            _state = new(recurrent, stochastic);
        }
    }

    /// <summary>The memory of a backbone that runs along time, where there is one.</summary>
    public virtual BackboneMemory? Memory => null;

    /// <summary>One step; no gradients are recorded.</summary>
    /// <param name="action">What led to the observation, [B, A]; zeros where an episode starts.</param>
    /// <param name="embedded">The observation, [B, E].</param>
    /// <param name="isFirst">Where an episode starts, [B].</param>
    /// <param name="sampler">Draws the variables.</param>
    public abstract void Observe(Tensor action, Tensor embedded, ReadOnlySpan<bool> isFirst, ITokenSampler sampler);

    /// <summary>One step without an observation; no gradients are recorded.</summary>
    /// <param name="action">What is done, [B, A].</param>
    /// <param name="sampler">Draws the variables.</param>
    public abstract void Imagine(Tensor action, ITokenSampler sampler);

    /// <summary>Writes all that a bit-exact continuation needs.</summary>
    public virtual void Save(BinaryWriter writer)
    {
        using var scope = new TensorScope();
        StateWriter.Write(writer, State.Recurrent);
        StateWriter.Write(writer, State.Stochastic);
    }

    /// <summary>Goes back to what <see cref="Save"/> wrote, for as many episodes.</summary>
    public virtual void Restore(BinaryReader reader)
    {
        using var scope = new TensorScope();
        State = new(StateWriter.Read(reader, State.Recurrent), StateWriter.Read(reader, State.Stochastic));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Free();

    private void Free()
    {
        if (_state == default)
            return;
        _state.Recurrent.Dispose();
        _state.Stochastic.Dispose();
    }
}
