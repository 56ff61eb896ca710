using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Patches;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>
/// The choices of <c>tokenizer=</c> side by side on the same frames of a grid world under random actions: how far reconstructions of levels that
/// were not trained on are off, how many codes they use, and what a training step takes.
/// </summary>
internal static class TokenizerKindBenchmarks
{
    private const string World = "MiniGrid-DoorKey-6x6-v0";
    private const int Levels = 16, HeldOut = 3, StepsPerLevel = 80, Steps = 200, Batch = 16;

    private static readonly string[] Kinds = ["tiny", "ema", "fsq", "vit", "patches"];

    internal static IEnumerable<Figure> Measure()
    {
        foreach (string kind in Kinds)
        {
            string[] overrides = ["exp=quickstart", $"tokenizer={kind}", $"env.train.id={World}"];
            var options = ConfigLoader.Load<IrisOptions>(Path.Combine(RepositoryRoot.Path, "configs"), overrides).Options;
            using var scope = new TensorScope();
            var (train, test) = Frames(options.Env.Train);
            foreach (var figure in options.Tokenizer.Type == TokenizerKind.Patches ? Patches(options, train, test) : Vq(kind, options, train, test))
                yield return figure;
        }
    }

    private static IEnumerable<Figure> Vq(string kind, IrisOptions options, Tensor train, Tensor test)
    {
        using var generator = new Generator(1);
        using var tokenizer = new Tokenizer(options.Tokenizer, generator);
        using var optimizer = new Adam(tokenizer.Parameters(), options.Training.LearningRate);
        TorchRuntime.ManualSeed(1);
        for (int i = 0; i < Steps; i++)
            Step();
        double seconds = Stopwatches.Median(Step, rounds: 7);
        tokenizer.Eval();
        foreach (var figure in Figures(kind, tokenizer, test))
            yield return figure;
        yield return new($"tokenizer={kind}, train step of {Batch} frames", seconds, "s");
        yield return new($"tokenizer={kind}, parameters", tokenizer.ParameterCount(), "");

        void Step()
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            tokenizer.ComputeLosses(train.IndexSelect(0, Tensor.Randint(0, train.Size(0), [Batch], generator))).Total.Backward();
            optimizer.Step(options.Training.Tokenizer.MaxGradNorm);
        }
    }

    private static IEnumerable<Figure> Patches(IrisOptions options, Tensor train, Tensor test)
    {
        using var tokenizer = new PatchTokenizer(options.Env.Train.Size, options.Tokenizer.Patches);
        double seconds = Stopwatches.Median(() => tokenizer.Grow(train), rounds: 1);
        foreach (var figure in Figures("patches", tokenizer, test))
            yield return figure;
        yield return new($"tokenizer=patches, looking for {Batch} frames", seconds * Batch / train.Size(0), "s");
        yield return new("tokenizer=patches, parameters", 0, "");
    }

    private static IEnumerable<Figure> Figures(string kind, IFrameTokenizer tokenizer, Tensor test)
    {
        var tokens = tokenizer.EncodeTokens(test);
        double error = (tokenizer.DecodeTokens(tokens) - (test.Float() / 255)).Abs().Mean().Item();
        yield return new($"tokenizer={kind}, mean absolute error of {test.Size(0)} unseen frames", error, "of 1");
        yield return new($"tokenizer={kind}, codes that they use, of {tokenizer.VocabularySize}", tokens.ToArray<long>().Distinct().Count(), "");
    }

    /// <summary>Frames of levels to train on, and of others.</summary>
    private static (Tensor Train, Tensor Test) Frames(EnvInstanceOptions options)
    {
        using var worlds = PixelWorlds.Make(Worlds.CreateBuiltIn(), options, "env.train", Levels);
        var random = new SeededRandom(1, "actions");
        var actions = new ActionBatch(worlds.Layout.Action, Levels);
        var times = new List<Tensor>();
        worlds.Reset(1);
        for (int t = 0; t < StepsPerLevel; t++)
        {
            var frames = worlds.Current["image"];
            times.Add(Tensor.From((ReadOnlySpan<byte>)frames.Bytes, [Levels, .. frames.Spec.Shape.Select(size => (long)size)]));
            for (int i = 0; i < Levels; i++)
                actions.Integers[i] = random.NextInt(worlds.Layout.Action.Choices[0]);
            worlds.Step(actions);
        }
        var all = Tensor.Stack(times.ToArray(), 1); // [levels, T, 3, H, W]
        return (all.Narrow(0, 0, Levels - HeldOut).Flatten(0, 1).Contiguous(), all.Narrow(0, Levels - HeldOut, HeldOut).Flatten(0, 1).Contiguous());
    }
}
