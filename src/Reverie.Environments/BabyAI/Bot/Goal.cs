using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI.Bot;

/// <summary>Whether a search may end at a cell.</summary>
internal delegate bool Goal(Position position, Cell cell);
