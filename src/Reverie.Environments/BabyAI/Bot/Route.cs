using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>The way to a cell.</summary>
/// <param name="Steps">The cells to walk through, without the first and with the last: empty if one is there already.</param>
/// <param name="Finish">The cell.</param>
/// <param name="ThroughBlockers">Whether objects must be moved out of the way.</param>
internal sealed record Route(IReadOnlyList<Position> Steps, Position Finish, bool ThroughBlockers);
