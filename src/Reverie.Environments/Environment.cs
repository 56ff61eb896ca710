using Reverie.Environments.Arrays;
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
public abstract class Environment<TObservation, TAction> : IEnvironment, IVisitable
    where TObservation : notnull
    where TAction : notnull
{
    public abstract Space<TObservation> ObservationSpace { get; }

    public abstract Space<TAction> ActionSpace { get; }

    public abstract IEnvironment Unwrapped { get; }

    Space IEnvironment.ObservationSpace => ObservationSpace;

    Space IEnvironment.ActionSpace => ActionSpace;

    public abstract Pcg64 Random { get; }

    /// <summary>
    /// By replay, which any environment can do whose only chance is <see cref="Random"/>; as it is where it is an <see cref="ISnapshot"/>.
    /// An environment that can do neither says so here.
    /// </summary>
    public virtual Saving Saving => this is ISnapshot ? Saving.Snapshot : Saving.Replay;

    /// <summary>Begins an episode and returns its first observation.</summary>
    /// <param name="seed">Restarts the random stream; without a seed the stream goes on, so that episodes differ.</param>
    public abstract TObservation Reset(ulong? seed = null);

    /// <summary>Takes one action.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The action is outside the action space.</exception>
    public abstract StepResult<TObservation> Step(TAction action);

    public abstract NdArray<byte> Render();

    public virtual IArrayEnvironment AsArrays() => new ArrayAdapter<TObservation, TAction>(this);

    TResult IVisitable.Accept<TResult>(IEnvironmentVisitor<TResult> visitor) => visitor.Visit(this);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
