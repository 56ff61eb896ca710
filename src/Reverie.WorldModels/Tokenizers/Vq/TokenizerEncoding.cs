using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>What the encoder makes of frames [..., C, R, R].</summary>
/// <param name="Z">Continuous latents, [..., E, g, g].</param>
/// <param name="ZQuantized">Their nearest codes, [..., E, g, g].</param>
/// <param name="Tokens">The codes' indices in row-major order over the grid, [..., g²].</param>
public sealed record TokenizerEncoding(Tensor Z, Tensor ZQuantized, Tensor Tokens);
