using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>
/// A training step of IRIS's world model from frames, three ways. As training does it: segments are drawn from a replay whose
/// frames the tokenizer has met earlier in the phase, so that each is looked up by its content. With every frame new, so that
/// nothing is found. With tokens given. The peer encodes all frames in every step, as the original does, except where tokens are given.
/// </summary>
internal static class IrisWorldModelBenchmarks
{
    private const int ReplayFrames = 400;

    internal static IEnumerable<Figure> Measure() => IrisSize.All.SelectMany(Measure);

    private static Figure[] Measure(IrisSize size)
    {
        double peak = (MachinePeak.Measure(ScalarType.Float32) / 1e9);
        using var generator = new Generator(1);
        using var tokenizer = new Tokenizer(size.Tokenizer, generator);
        tokenizer.Eval();
        using var model = new TokenWorldModel(size.Tokenizer.VocabularySize, IrisSize.Actions, size.Transformer, generator);
        using var optimizer = WorldModelOptimizer.Create(model, 1e-4, 0.01);
        using var scope = new TensorScope();
        long batch = size.Batch, steps = size.Transformer.MaxBlocks, side = size.Tokenizer.Encoder.Resolution;
        var cache = new CachedFrameTokenizer(tokenizer);
        var replay = (Tensor.Rand([ReplayFrames, 3, side, side], generator) * 255).To(ScalarType.UInt8);
        cache.EncodeTokens(replay);

        double seen = Time(
            () => cache.EncodeTokens(replay.IndexSelect(0, Tensor.Randint(0, ReplayFrames, [batch * steps], generator)).View(batch, steps, 3, side, side)));
        double fresh = Time(() => cache.EncodeTokens((Tensor.Rand([batch, steps, 3, side, side], generator) * 255).To(ScalarType.UInt8)));
        double given = Time(() => RandomTokens(size, generator));
        return
        [
            .. Figures($"world-model step, {size.Label}", seen, size.WorldModelGigaflops, peak),
            .. Figures($"world-model step, {size.Label}, every frame new", fresh, size.WorldModelGigaflops + size.EncodingGigaflops, peak),
            .. Figures($"world-model step, {size.Label}, tokens given", given, size.WorldModelGigaflops, peak),
        ];

        double Time(Func<Tensor> draw) => Stopwatches.Median(() => Step(model, optimizer, draw, generator), rounds: 9);
    }

    /// <summary>A time, and what share of the machine's matrix product the work done in it is.</summary>
    internal static Figure[] Figures(string name, double seconds, double gigaflops, double peak) =>
        [new(name, seconds, "s"), new($"{name}, fraction of GEMM peak", gigaflops / seconds / peak, "")];

    /// <summary>Tokens [B, L, K] of no frame.</summary>
    internal static Tensor RandomTokens(IrisSize size, Generator generator) =>
        Tensor.Randint(0, size.Tokenizer.VocabularySize, [size.Batch, size.Transformer.MaxBlocks, size.Transformer.TokensPerBlock - 1], generator);

    /// <summary>One training step on such tokens.</summary>
    internal static void Step(WorldModel model, Adam optimizer, Func<Tensor> draw, Generator generator)
    {
        using var scope = new TensorScope();
        var tokens = draw();
        long[] shape = tokens.Shape[..2].ToArray();
        var rewards = (Tensor.Randint(0, 3, shape, generator) - 1).Float();
        var none = Tensor.Zeros(shape, ScalarType.Int64);
        optimizer.ZeroGrad();
        model.ComputeLoss(
            new(tokens, Tensor.Randint(0, IrisSize.Actions, shape, generator), rewards, none, Tensor.Ones(shape, ScalarType.Bool))).Total.Backward();
        GradientClipping.ClipNorm(model.Parameters(), 10);
        optimizer.Step();
    }
}
