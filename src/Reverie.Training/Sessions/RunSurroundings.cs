using Reverie.Training.Environments;
using Reverie.Training.Progress;

namespace Reverie.Training.Sessions;

/// <summary>What every run of a process shares.</summary>
/// <param name="Worlds">Environments and wrappers by name.</param>
/// <param name="Time">The clock.</param>
/// <param name="Reporter">Shows progress and says what has happened.</param>
public sealed record RunSurroundings(Worlds Worlds, TimeProvider Time, IProgressReporter Reporter);
