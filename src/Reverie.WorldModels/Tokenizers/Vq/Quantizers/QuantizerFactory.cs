using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>Makes the quantizer that the options describe.</summary>
internal static class QuantizerFactory
{
    /// <param name="options">Which.</param>
    /// <param name="words">Word embeddings of a language model, [words, hidden size], for codes that come from there.</param>
    /// <param name="generator">Draws what is random in the beginning.</param>
    /// <exception cref="ArgumentException">Words are needed, and there are none or too few.</exception>
    internal static Quantizer Create(TokenizerOptions options, Tensor? words, Generator generator) => options.Codebook switch
    {
        CodebookKind.Ema => new EmaCodebook(options.VocabularySize, options.EmbeddingSize, options.Ema, options.CommitmentWeight, generator),
        CodebookKind.Fsq => new ScalarQuantizer(options.FsqLevels),
        CodebookKind.FromLanguage => new LearnedCodebook(
            LanguageCodebook.Project(First(words, options), options.EmbeddingSize, generator), options.CommitmentWeight),
        CodebookKind.TiedToLanguage => new LanguageCodebook(First(words, options), options.EmbeddingSize, options.CommitmentWeight, generator),
        _ => new LearnedCodebook(options.VocabularySize, options.EmbeddingSize, options.CommitmentWeight, generator),
    };

    private static Tensor First(Tensor? words, TokenizerOptions options)
    {
        if (words is null)
            throw new ArgumentException($"A codebook of kind {options.Codebook} needs the word embeddings of a language model.");
        if (words.Size(0) < options.VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has {options.VocabularySize} codes, and the language model has only {words.Size(0)} words; lower 'tokenizer.vocab_size'.");
        }
        return words.Narrow(0, 0, options.VocabularySize).Clone();
    }
}
