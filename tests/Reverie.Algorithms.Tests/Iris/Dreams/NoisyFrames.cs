using Reverie.Torch;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Dreams;

/// <summary>A tokenizer whose decoded frames are off by as much as single precision may put them, in directions of chance.</summary>
/// <param name="tokenizer">Whose frames.</param>
/// <param name="error">The standard deviation of a pixel.</param>
/// <param name="generator">Chance.</param>
internal sealed class NoisyFrames(IFrameTokenizer tokenizer, double error, Generator generator) : IFrameTokenizer
{
    public int VocabularySize => tokenizer.VocabularySize;

    public int TokensPerFrame => tokenizer.TokensPerFrame;

    public FrameCost Cost => tokenizer.Cost;

    public Tensor EncodeTokens(Tensor frames) => tokenizer.EncodeTokens(frames);

    public Tensor DecodeTokens(Tensor tokens)
    {
        var frames = tokenizer.DecodeTokens(tokens);
        return frames + (Tensor.Randn([.. frames.Shape], generator: generator) * error);
    }
}
