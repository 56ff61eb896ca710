using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Makes the tokenizer that the options describe.</summary>
internal static class TokenizerFactory
{
    /// <param name="options">Which.</param>
    /// <param name="precision">What its networks compute in, where it has any.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <returns>A tokenizer that is a module.</returns>
    internal static IFrameTokenizer Create(FrameTokenizerOptions options, Precision precision, Generator generator) => options.Type switch
    {
        TokenizerKind.Vq => new Tokenizer(options, generator) { Precision = precision },
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Type, "There is no such tokenizer."),
    };
}
