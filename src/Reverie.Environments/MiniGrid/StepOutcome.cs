namespace Reverie.Environments.MiniGrid;

/// <summary>What an action did to the task: the pay, and whether the task is over.</summary>
public readonly record struct StepOutcome(double Reward, bool Terminated)
{
    /// <summary>Nothing of note.</summary>
    public static StepOutcome Continue => default;

    /// <summary>The task has failed; nothing is paid.</summary>
    public static StepOutcome Failure => new(0, Terminated: true);
}
