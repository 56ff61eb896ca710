using Reverie.Training.Environments;

namespace Reverie.Training.Algorithms;

/// <summary>What a player may use.</summary>
/// <param name="Worlds">Environments and wrappers by name.</param>
/// <param name="Seed">Seeds the player's own draws.</param>
/// <param name="Dreams">Whether it shall dream as well (<see cref="IDreams"/>), for which it loads a world model that it does not need to act.</param>
public sealed record PlayContext(Worlds Worlds, ulong Seed, bool Dreams = false);
