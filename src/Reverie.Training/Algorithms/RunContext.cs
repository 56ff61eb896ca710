using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>Where a run lives and what its trainer may use.</summary>
/// <param name="Folder">Where everything goes.</param>
/// <param name="Worlds">Environments and wrappers by name.</param>
/// <param name="Time">The clock.</param>
/// <param name="Reporter">Shows progress.</param>
/// <param name="Resume">True to go on from the run's newest good checkpoint.</param>
/// <param name="Before">
/// What held until now where a run goes on, of the algorithm's own options type; null for a new run, and where it can no longer be read.
/// </param>
/// <param name="Stop">Asks to give up what takes long before the training begins, such as making environments.</param>
public sealed record RunContext(
    RunFolder Folder, Worlds Worlds, TimeProvider Time, IProgressReporter Reporter, bool Resume, IRunOptions? Before = null, CancellationToken Stop = default)
{
    /// <summary>The processes that train together; this one alone if nothing else is said.</summary>
    public Team Team { get; init; } = Team.Alone;
}
