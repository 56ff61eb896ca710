namespace Reverie.Environments;

/// <summary>What an action that was taken several times led to.</summary>
/// <param name="Last">What is seen behind the last one, all rewards, and whether the episode has ended.</param>
/// <param name="Times">How often it was taken: less than was asked for where the episode has ended.</param>
/// <param name="Previous">What was seen behind the last but one, where there were two and all were taken; else nothing.</param>
public readonly record struct RepeatResult<TObservation>(StepResult<TObservation> Last, int Times, TObservation? Previous);
