namespace Reverie.Training.Experiments;

/// <summary>How far a run of an experiment is.</summary>
public enum CellState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>Begun, and nobody works on it.</summary>
    Stopped,

    /// <summary>It cannot be trained; <c>cell.json</c> says why.</summary>
    Failed,

    /// <summary>Over.</summary>
    Complete,
}
