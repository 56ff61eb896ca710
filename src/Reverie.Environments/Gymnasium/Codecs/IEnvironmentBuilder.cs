namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Makes an environment once the types of its observations and actions are known.</summary>
internal interface IEnvironmentBuilder
{
    IEnvironment Build<TObservation, TAction>(ObservationCodec<TObservation> observations, ActionCodec<TAction> actions)
        where TObservation : notnull
        where TAction : notnull;
}
