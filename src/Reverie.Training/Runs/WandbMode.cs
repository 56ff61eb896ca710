namespace Reverie.Training.Runs;

/// <summary>Where the metrics of a run go, besides the run folder.</summary>
public enum WandbMode
{
    /// <summary>To W&amp;B, if there is a key for it.</summary>
    Online,

    /// <summary>Into a file that <c>wandb sync</c> uploads.</summary>
    Offline,

    /// <summary>Nowhere, not even into the run folder.</summary>
    Disabled,
}
