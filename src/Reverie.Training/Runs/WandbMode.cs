namespace Reverie.Training.Runs;

/// <summary>Where the metrics of a run go. Reverie records them in the run folder and sends nothing over the network.</summary>
public enum WandbMode
{
    /// <summary>Recorded in the run folder.</summary>
    Online,

    /// <summary>Recorded in the run folder.</summary>
    Offline,

    /// <summary>Not recorded.</summary>
    Disabled,
}
