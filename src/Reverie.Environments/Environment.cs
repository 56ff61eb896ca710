using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>
/// A world that an agent acts in, after Gymnasium's <c>Env</c>: <see cref="Reset"/> begins an episode, <see cref="Step"/> takes one action.
/// </summary>
/// <remarks>
/// An environment may write each observation into the same buffers, so that a step allocates nothing: an observation is valid until the
/// next <see cref="Step"/> or <see cref="Reset"/>. Copy what you keep. Not safe for use from several threads at once.
/// </remarks>
public abstract class Environment<TObservation, TAction> : IEnvironment
    where TObservation : notnull
    where TAction : notnull
{
    public abstract Space<TObservation> ObservationSpace { get; }

    public abstract Space<TAction> ActionSpace { get; }

    public abstract IEnvironment Unwrapped { get; }

    public abstract Pcg64 Random { get; }

    /// <summary>Begins an episode and returns its first observation.</summary>
    /// <param name="seed">Restarts the random stream; without a seed the stream goes on, so that episodes differ.</param>
    public abstract TObservation Reset(ulong? seed = null);

    /// <summary>Takes one action.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The action is outside the action space.</exception>
    public abstract StepResult<TObservation> Step(TAction action);

    public abstract NdArray<byte> Render();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
