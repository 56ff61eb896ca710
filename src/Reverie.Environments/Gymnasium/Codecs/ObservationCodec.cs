using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>A space of observations, and how they are read from messages.</summary>
internal abstract class ObservationCodec
{
    /// <summary>Two observations can be held at once, the last one and the one before it.</summary>
    public const int Slots = 2;

    /// <summary>The space, of whatever type.</summary>
    public abstract Space AnySpace { get; }

    /// <summary>Reads a part of a larger observation.</summary>
    public abstract object ReadPart(ref MessageReader message, int slot);

    /// <summary>The environment of these observations and of some actions.</summary>
    public abstract IEnvironment Build(ActionCodec actions, IEnvironmentBuilder builder);
}
