using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>A training step of IRIS's tokenizer, and frames through it and back, at the default and at a small size.</summary>
internal static class TokenizerBenchmarks
{
    private const int ManyFrames = 40;

    internal static IEnumerable<Figure> Measure()
    {
        foreach (var figure in Measure("default", new TokenizerOptions(), batch: 4))
            yield return figure;
        var small = new TokenizerOptions { VocabularySize = 128, EmbeddingSize = 128, Encoder = new FrameCoderOptions { Channels = 32, LatentChannels = 128 } };
        foreach (var figure in Measure("small", small, batch: 16))
            yield return figure;
    }

    private static Figure[] Measure(string label, TokenizerOptions options, int batch)
    {
        using var generator = new Generator(1);
        using var tokenizer = new Tokenizer(options, generator);
        using var optimizer = new Adam(tokenizer.Parameters(), 1e-4);
        using var scope = new TensorScope();
        int size = options.Encoder.Resolution;
        var frames = Tensor.Rand([batch, 3, size, size], generator);
        var many = Tensor.Rand([ManyFrames, 3, size, size], generator);
        double gigaflops = TokenizerWork.StepGigaflops(tokenizer, batch);
        return [.. Figures("", ScalarType.Float32), .. InBfloat16()];

        Figure[] InBfloat16()
        {
            tokenizer.Precision = Precision.Bfloat16;
            return Figures(Figure.Bfloat16, ScalarType.BFloat16);
        }

        Figure[] Figures(string suffix, ScalarType type) =>
        [
            .. IrisWorldModelBenchmarks.Figures(
                $"tokenizer step, {label}{suffix}", Stopwatches.Median(() => Step(tokenizer, optimizer, frames), rounds: 7), gigaflops,
                (MachinePeak.Measure(type) / 1e9)),
            new Figure($"tokenizer encode and decode of {ManyFrames} frames, {label}{suffix}",
                Stopwatches.Median(() => tokenizer.EncodeDecode(many).Dispose()), "s"),
        ];
    }

    private static void Step(Tokenizer tokenizer, Adam optimizer, Tensor frames)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGrad();
        tokenizer.ComputeLosses(frames).Total.Backward();
        GradientClipping.ClipNorm(tokenizer.Parameters(), 10);
        optimizer.Step();
    }
}
