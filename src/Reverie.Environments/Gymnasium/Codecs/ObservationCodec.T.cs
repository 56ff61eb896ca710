using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Observations of one .NET type.</summary>
/// <param name="space">The space.</param>
internal abstract class ObservationCodec<T>(Space<T> space) : ObservationCodec where T : notnull
{
    public Space<T> Space { get; } = space;

    public sealed override Space AnySpace => Space;

    /// <summary>Reads an observation; it holds until the next one is read into the slot.</summary>
    public abstract T Read(ref MessageReader message, int slot);

    public sealed override object ReadPart(ref MessageReader message, int slot) => Read(ref message, slot);

    public sealed override IEnvironment Build(ActionCodec actions, IEnvironmentBuilder builder) => actions.Build(this, builder);
}
