using Reverie.Torch;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>A small tokenizer of every kind: 16x16 frames to 4x4 tokens.</summary>
internal static class TokenizerKinds
{
    internal static readonly string[] Names = ["learned", "ema", "fsq", "vit", "from_language", "tied_to_language", "tied_to_language wide"];

    internal static TokenizerOptions Options(string name)
    {
        var options = new TokenizerOptions
        {
            VocabularySize = 24,
            EmbeddingSize = 8,
            L2Weight = 1,
            Encoder = new FrameCoderOptions
            {
                Resolution = 16,
                LatentChannels = 16,
                Channels = 32,
                ChannelMultipliers = [1, 1],
                ResidualBlocks = 1,
                AttentionResolutions = [],
                PatchSize = 2,
            },
        };
        var vit = new FrameCoderOptions
        {
            Type = FrameCoderKind.Vit,
            Resolution = 16,
            LatentChannels = 16,
            Vit = new VitOptions { PatchSize = 4, EmbeddingSize = 32, LayerCount = 2, HeadCount = 2 },
        };
        return name.Split(' ')[0] switch
        {
            "ema" => options with { Codebook = CodebookKind.Ema },
            "fsq" => options with { Codebook = CodebookKind.Fsq, FsqLevels = [6, 4], EmbeddingSize = 2 },
            "vit" => options with { Encoder = vit },
            "from_language" => options with { Codebook = CodebookKind.FromLanguage },
            "tied_to_language" => options with { Codebook = CodebookKind.TiedToLanguage, EmbeddingSize = name == "tied_to_language" ? 8 : 12 },
            _ => options,
        };
    }

    internal static Tokenizer Create(string name, ulong seed = 1)
    {
        using var generator = new Generator(seed);
        return new Tokenizer(Options(name), generator, words: Words());
    }

    /// <summary>Thirty words of twelve numbers.</summary>
    internal static Tensor Words() => Formula.Input("words", 30, 12);
}
