namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>How the direction of the goal is given.</summary>
public enum GoalDirectionType
{
    /// <summary>Rows by columns, from the agent to the goal.</summary>
    Slope,

    /// <summary>The arc tangent of the slope.</summary>
    Angle,
}
