using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>What the networks see of B steps.</summary>
/// <param name="Symbols">Bytes [B, K]; null where there are none.</param>
/// <param name="Numbers">[B, N]; null where there are none.</param>
/// <param name="Frames">Bytes [B, C, H, W]; null where there are none.</param>
/// <param name="Words">Different missions as words, integers [M, L], 0 behind their end; null where nobody reads them.</param>
/// <param name="Missions">Which of them each step has, integers [B].</param>
public sealed record PpoInputs(Tensor? Symbols, Tensor? Numbers, Tensor? Frames, Tensor? Words, Tensor? Missions);
