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

    /// <summary>Over.</summary>
    Complete,
}
