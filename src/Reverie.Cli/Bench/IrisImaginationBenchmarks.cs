using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>
/// Imagined rollouts of IRIS: as training does them, with a burn-in of frames from the replay that were encoded before; with one of
/// frames that are all new, so that nothing is found in a cache; without burn-in; and with imagined frames that repeat, as those of
/// a grid world do, so that each distinct one is decoded once. Networks are untrained: but for the last case, every imagined frame is another.
/// </summary>
internal static class IrisImaginationBenchmarks
{
    private const int ReplayFrames = 200;

    internal static IEnumerable<Figure> Measure() => IrisSize.All.SelectMany(Measure);

    private static Figure[] Measure(IrisSize size)
    {
        double peak = (MachinePeak.Measure(ScalarType.Float32) / 1e9);
        using var generator = new Generator(1);
        using var tokenizer = new Tokenizer(size.Tokenizer, generator);
        tokenizer.Eval();
        using var model = new TokenWorldModel(size.Tokenizer.VocabularySize, IrisSize.Actions, size.Transformer, generator);
        using var actor = new ActorCritic(IrisSize.Actions, new ActorCriticOptions(), generator);
        using var scope = new TensorScope();
        int side = size.Tokenizer.Encoder.Resolution;
        var replay = (Tensor.Rand([ReplayFrames, 3, side, side], generator) * 255).To(ScalarType.UInt8);
        var cache = new CachedFrameTokenizer(tokenizer);
        cache.DecodeTokens(cache.EncodeTokens(replay));

        string name = $"imagination, {size.Label}";
        double all = size.RolloutGigaflops + size.BurnInGigaflops;
        double fresh = Time(cache, size.BurnIn, Fresh), seen = Time(cache, size.BurnIn, Seen), none = Time(cache, 0, Fresh);
        double grid = Time(new GridWorldTokenizer(cache), size.BurnIn, Seen);
        tokenizer.Precision = Precision.Bfloat16;
        model.StepPrecision = Precision.Bfloat16;
        double lowerSeen = Time(cache, size.BurnIn, Seen), lowerFresh = Time(cache, size.BurnIn, Fresh), lowerNone = Time(cache, 0, Fresh);
        return
        [
            .. IrisWorldModelBenchmarks.Figures(name, seen, size.RolloutGigaflops, peak),
            .. IrisWorldModelBenchmarks.Figures($"{name}, every frame new", fresh, all, peak),
            .. IrisWorldModelBenchmarks.Figures($"{name}, no burn-in", none, size.RolloutGigaflops, peak),
            new($"{name}, imagined frames seen before too", grid, "s"),
            new(name + Figure.Bfloat16, lowerSeen, "s"),
            new($"{name}, every frame new{Figure.Bfloat16}", lowerFresh, "s"),
            new($"{name}, no burn-in{Figure.Bfloat16}", lowerNone, "s"),
            new($"{name}, imagined frames per second", size.Batch * size.Horizon / seen, "1/s"),
        ];

        Tensor Fresh(int frames) => (Tensor.Rand([size.Batch, frames, 3, side, side], generator) * 255).To(ScalarType.UInt8);

        Tensor Seen(int frames) => replay.IndexSelect(0, Tensor.Randint(0, ReplayFrames, [size.Batch * frames], generator))
            .View(size.Batch, frames, 3, side, side);

        double Time(IFrameTokenizer frames, int burnIn, Func<int, Tensor> draw)
        {
            using var imagination = new Imagination(actor, frames, model, new CategoricalSampler(generator));
            return Stopwatches.Median(
                () =>
                {
                    using var rollout = new TensorScope();
                    imagination.Run(draw(burnIn + 1), Tensor.Ones([size.Batch, burnIn + 1], ScalarType.Bool), size.Horizon);
                },
                rounds: 7);
        }
    }

    // Shows one of the replay's frames whatever is imagined, as if the world model knew the few frames of a grid world by heart.
    private sealed class GridWorldTokenizer(CachedFrameTokenizer inner) : IFrameTokenizer
    {
        public int VocabularySize => inner.VocabularySize;

        public int TokensPerFrame => inner.TokensPerFrame;

        public FrameCost Cost => inner.Cost;

        public Tensor EncodeTokens(Tensor frames) => inner.EncodeTokens(frames);

        public Tensor DecodeTokens(Tensor tokens) =>
            inner.DecodeTokens(tokens.Remainder(2).Narrow(-1, 0, 4).Repeat([.. Enumerable.Repeat(1L, tokens.Dim - 1), tokens.Size(-1) / 4]));
    }
}
