namespace Reverie.Environments;

/// <summary>What one action led to.</summary>
/// <param name="Observation">What the agent sees now.</param>
/// <param name="Reward">What it was paid for the action.</param>
/// <param name="Terminated">The task is over: solved or failed. Nothing of value follows this state.</param>
/// <param name="Truncated">The episode was cut off, for example by a step limit: the state itself is not final.</param>
public readonly record struct StepResult<TObservation>(TObservation Observation, double Reward, bool Terminated, bool Truncated)
{
    private static readonly IReadOnlyDictionary<string, object> NoInfo = new Dictionary<string, object>().AsReadOnly();

    private readonly IReadOnlyDictionary<string, object>? _info;

    /// <summary>Diagnostics beside the observation, for people and logs; empty unless an environment has something to say.</summary>
    public IReadOnlyDictionary<string, object> Info
    {
        get => _info ?? NoInfo;
        init => _info = value;
    }

    /// <summary>Whether the episode has ended either way.</summary>
    public bool Done => Terminated || Truncated;

    /// <summary>The same outcome seen through another observation.</summary>
    public StepResult<TOther> With<TOther>(TOther observation) => new(observation, Reward, Terminated, Truncated) { Info = Info };
}
