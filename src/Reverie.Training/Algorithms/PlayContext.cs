using Reverie.Training.Environments;

namespace Reverie.Training.Algorithms;

/// <summary>What a player may use.</summary>
/// <param name="Worlds">Environments and wrappers by name.</param>
/// <param name="Seed">Seeds the player's own draws.</param>
public sealed record PlayContext(Worlds Worlds, ulong Seed);
