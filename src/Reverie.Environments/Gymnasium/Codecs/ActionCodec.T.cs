using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Actions of one .NET type.</summary>
/// <param name="space">The space.</param>
internal abstract class ActionCodec<T>(Space<T> space) : ActionCodec where T : notnull
{
    public Space<T> Space { get; } = space;

    /// <summary>The bytes of an action.</summary>
    public abstract int Length { get; }

    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public abstract void Write(T action, Span<byte> bytes);

    public sealed override IEnvironment Build<TObservation>(ObservationCodec<TObservation> observations, IEnvironmentBuilder builder) =>
        builder.Build(observations, this);
}
