namespace Reverie.Environments.MiniGrid.Expert;

/// <summary>What changes in a level: where the agent stands and looks, how the doors are, and where the things lie that can be carried.</summary>
/// <param name="Cell">The agent's cell, row after row.</param>
/// <param name="Direction">0 to 3.</param>
/// <param name="Doors">Two bits a door: its <see cref="DoorState"/>.</param>
/// <param name="Things">Ten bits a thing: its cell, or 1023 in hand.</param>
internal readonly record struct GridState(int Cell, int Direction, int Doors, ulong Things);
