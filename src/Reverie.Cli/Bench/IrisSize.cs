using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>A size of IRIS at which it is measured; benchmarks/peers/iris.py has the same.</summary>
/// <param name="Label">The size's name in figures.</param>
/// <param name="Tokenizer">Sizes of the tokenizer.</param>
/// <param name="Transformer">Sizes of the world model; a training segment fills its context.</param>
/// <param name="Batch">Segments, or rollouts, at a time.</param>
/// <param name="BurnIn">Frames before a rollout.</param>
/// <param name="Horizon">Imagined steps.</param>
/// <param name="WorldModelGigaflops">
/// Work of a world-model step whose tokens are given: 2 per multiply-add of all matrix products, forward and backward.
/// </param>
/// <param name="EncodingGigaflops">Work of encoding the frames of that step.</param>
/// <param name="RolloutGigaflops">Work of imagination without burn-in.</param>
/// <param name="BurnInGigaflops">Work of encoding and decoding the burn-in frames.</param>
internal sealed record IrisSize(
    string Label, TokenizerOptions Tokenizer, TransformerOptions Transformer, int Batch, int BurnIn, int Horizon,
    double WorldModelGigaflops, double EncodingGigaflops, double RolloutGigaflops, double BurnInGigaflops)
{
    internal const int Actions = 6;

    /// <summary>That of the paper, and one for small machines.</summary>
    internal static readonly IrisSize[] All =
    [
        new("default", new TokenizerOptions(), new TransformerOptions(), Batch: 2, BurnIn: 20, Horizon: 20, 40.0, 72.4, 135.1, 191.8),
        new(
            "small",
            new TokenizerOptions { VocabularySize = 128, EmbeddingSize = 128, Encoder = new FrameCoderOptions { Channels = 32, LatentChannels = 128 } },
            new TransformerOptions { LayerCount = 3, EmbeddingSize = 128, MaxBlocks = 10 }, Batch: 8, BurnIn: 5, Horizon: 10, 6.1, 36.9, 69.1, 50.3),
    ];
}
