namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>A space of actions, and how they are written into messages.</summary>
internal abstract class ActionCodec
{
    /// <summary>The environment of some observations and of these actions.</summary>
    public abstract IEnvironment Build<TObservation>(ObservationCodec<TObservation> observations, IEnvironmentBuilder builder) where TObservation : notnull;
}
