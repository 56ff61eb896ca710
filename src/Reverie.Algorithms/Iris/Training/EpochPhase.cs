namespace Reverie.Algorithms.Iris.Training;

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
