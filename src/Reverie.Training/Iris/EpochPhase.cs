namespace Reverie.Training.Iris;

/// <summary>The phases of an epoch, in order.</summary>
public enum EpochPhase
{
    Collect,
    Tokenizer,
    WorldModel,
    ActorCritic,
    Evaluate,
    Done,
}
