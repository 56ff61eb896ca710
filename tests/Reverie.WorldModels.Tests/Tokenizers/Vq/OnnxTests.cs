using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq;
using Reverie.WorldModels.Tokenizers.Vq.Quantizers;

namespace Reverie.WorldModels.Tests.Tokenizers.Vq;

/// <summary>The tokenizer and its parts give under ONNX Runtime what they give themselves.</summary>
public sealed class OnnxTests
{
    private static readonly FrameCoderOptions Small = new()
    {
        Resolution = 32,
        LatentChannels = 24,
        Channels = 32,
        ChannelMultipliers = [1, 2],
        ResidualBlocks = 1,
        AttentionResolutions = [16],
    };

    [Theory]
    [InlineData("resnet_same", 32)]
    [InlineData("resnet_shortcut", 32)]
    [InlineData("attn", 64)]
    [InlineData("downsample", 32)]
    [InlineData("upsample", 32)]
    public void Forward_OnnxOfALayer_GivesTheSame(string name, int channels)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using Layer layer = name switch
        {
            "resnet_same" => new ResnetBlock(32, 32, 0.5, generator),
            "resnet_shortcut" => new ResnetBlock(32, 64, 0, generator),
            "attn" => new AttentionBlock(64, generator),
            "downsample" => new Downsample(32, generator),
            _ => new Upsample(32, generator),
        };
        layer.Eval();
        Formula.Fill(layer, "onnx");
        var input = Formula.Input("x", 2, channels, 8, 6);
        OnnxRun.AssertSame(layer.Forward, input, layer.Forward(input));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Forward_OnnxOfEncoderAndDecoder_GivesTheSame(int patchSize)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var options = Small with { PatchSize = patchSize };
        using var encoder = new Encoder(options, generator);
        using var decoder = new Decoder(options, generator);
        Formula.Fill(encoder, "onnx");
        Formula.Fill(decoder, "onnx");
        var frames = Formula.Input("frames", 2, 3, 32, 32);
        OnnxRun.AssertSame(encoder.Forward, frames, encoder.Forward(frames));
        var z = Formula.Input("z", 3, 24, options.GridSize, options.GridSize);
        OnnxRun.AssertSame(decoder.Forward, z, decoder.Forward(z));
    }

    [Fact]
    public void Nearest_OnnxOfTheCodebook_FindsTheSameCodes()
    {
        using var scope = new TensorScope();
        var codebook = Formula.Input("codebook", 50, 8);
        var vectors = Formula.Input("vectors", 200, 8) * 2;
        var nearest = CodeSearch.Nearest(vectors, codebook);
        Assert.True(nearest.ToArray<long>().Distinct().Count() > 30);
        OnnxRun.AssertSame(x => CodeSearch.Nearest(x, x.Graph.Weight(codebook)), vectors, nearest, 0);
    }

    [Theory]
    [InlineData("learned")]
    [InlineData("ema")]
    [InlineData("fsq")]
    [InlineData("vit")]
    [InlineData("from_language")]
    [InlineData("tied_to_language")]
    public void EncodeTokens_OnnxOfEveryKind_GivesTheSameTokensAndFrames(string kind)
    {
        using var scope = new TensorScope();
        using var tokenizer = TokenizerKinds.Create(kind);
        Formula.Fill(tokenizer, "onnx");
        int resolution = tokenizer.Options.Encoder.Resolution;
        var frames = (Formula.Input("frames", 3, 3, resolution, resolution) + 1) / 2;
        var tokens = tokenizer.EncodeTokens(frames);
        OnnxRun.AssertSame(tokenizer.EncodeTokens, frames, tokens, 0);
        OnnxRun.AssertSame(tokenizer.DecodeTokens, tokens, tokenizer.DecodeTokens(tokens));
    }

    [Fact]
    public void EncodeTokens_OnnxOfATokenizer_GivesTheSameTokensAndFrames()
    {
        using var scope = new TensorScope();
        using var tokenizer = TokenizerFixtures.BuildSmall();
        int resolution = tokenizer.Options.Encoder.Resolution;
        var frames = (Formula.Input("frames", 3, 3, resolution, resolution) + 1) / 2;
        var tokens = tokenizer.EncodeTokens(frames);
        Assert.True(tokens.ToArray<long>().Distinct().Count() > 3);
        OnnxRun.AssertSame(tokenizer.EncodeTokens, frames, tokens, 0);
        OnnxRun.AssertSame(tokenizer.DecodeTokens, tokens, tokenizer.DecodeTokens(tokens));
        OnnxRun.AssertSame(x => tokenizer.DecodeTokens(tokenizer.EncodeTokens(x)), frames, tokenizer.DecodeTokens(tokens));
    }
}
