using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>Cuts episodes off after so many steps.</summary>
public sealed class TimeLimit<TObservation, TAction> : Wrapper<TObservation, TObservation, TAction>, ISnapshot
    where TObservation : notnull
    where TAction : notnull
{
    private readonly int _limit;
    private int _steps;

    /// <param name="inner">The environment.</param>
    /// <param name="maxEpisodeSteps">After how many steps, at least 1.</param>
    public TimeLimit(Environment<TObservation, TAction> inner, int maxEpisodeSteps) : base(inner) => _limit = maxEpisodeSteps > 0
        ? maxEpisodeSteps
        : throw new ArgumentException($"An episode has at least one step: max_episode_steps cannot be {maxEpisodeSteps}.");

    public override Space<TObservation> ObservationSpace => Inner.ObservationSpace;

    public override TObservation Reset(ulong? seed = null)
    {
        _steps = 0;
        return Inner.Reset(seed);
    }

    public override StepResult<TObservation> Step(TAction action)
    {
        var result = Inner.Step(action);
        return ++_steps >= _limit && !result.Terminated ? result with { Truncated = true } : result;
    }

    void ISnapshot.SaveSnapshot(BinaryWriter writer) => writer.Write(_steps);

    void ISnapshot.RestoreSnapshot(BinaryReader reader) => _steps = reader.ReadInt32();
}
