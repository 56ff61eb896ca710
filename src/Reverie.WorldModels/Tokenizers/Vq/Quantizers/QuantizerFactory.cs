using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>Makes the quantizer that the options describe.</summary>
internal static class QuantizerFactory
{
    internal static Quantizer Create(TokenizerOptions options, Generator generator) => options.Codebook switch
    {
        CodebookKind.Ema => new EmaCodebook(options.VocabularySize, options.EmbeddingSize, options.Ema, options.CommitmentWeight, generator),
        CodebookKind.Fsq => new ScalarQuantizer(options.FsqLevels),
        _ => new LearnedCodebook(options.VocabularySize, options.EmbeddingSize, options.CommitmentWeight, generator),
    };
}
