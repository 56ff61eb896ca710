using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>What a circuit remembers.</summary>
/// <param name="Hidden">The state of its neurons, [B, S].</param>
/// <param name="Cell">The cell state of its long short-term memory, [B, S]; null where it has none.</param>
public readonly record struct CircuitMemory(Tensor Hidden, Tensor? Cell = null);
