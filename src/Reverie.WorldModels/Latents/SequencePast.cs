using Reverie.Torch;

namespace Reverie.WorldModels.Latents;

/// <summary>What a sequence model has read.</summary>
/// <param name="Inputs">[T, B, E], without history.</param>
/// <param name="Segments">Its episodes.</param>
internal sealed record SequencePast(Tensor Inputs, EpisodeSegments Segments);
