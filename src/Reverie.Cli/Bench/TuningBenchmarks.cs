using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Language.Adapters;
using Reverie.Torch;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Cli.Bench;

/// <summary>
/// What a world model around a GPT-2 of 124 million weights costs when all of it learns, low-rank adapters do, or norms and embeddings do:
/// the time of a training step, and the memory that a pass forward and backward takes beyond the weights. What rests needs no gradients.
/// </summary>
internal static class TuningBenchmarks
{
    private const int Vocabulary = 512;

    private static readonly IrisSize Size = IrisSize.All.Single(size => size.Label == "small");

    private static readonly Dictionary<string, object?> Gpt2 =
        new() { ["model_type"] = "gpt2", ["n_layer"] = 12, ["n_embd"] = 768, ["n_head"] = 12, ["n_positions"] = 1024 };

    internal static IEnumerable<Figure> Measure() =>
    [
        .. Measure("full", new()),
        .. Measure("adapters of rank 8", new() { Peft = true, Rank = 8, Alpha = 16 }),
        .. Measure("frozen but norms and embeddings", new(), rests: true),
    ];

    private static Figure[] Measure(string name, LanguageCoreOptions options, bool rests = false)
    {
        using var generator = new Generator(1);
        using var model = new TokenWorldModel(
            Vocabulary, IrisSize.Actions, Size.Transformer, () => Core(options with { FromPretrained = false, Config = Gpt2 }, rests, generator), false, generator);
        using var optimizer = WorldModelOptimizer.Create(model, 1e-4, 0.01);
        model.Train();
        double seconds = Stopwatches.Median(Step);
        optimizer.ZeroGrad();
        double? bytes = PeakMemory.Above(Step);
        string what = $"world model of GPT-2 124M, {name}";
        return
        [
            new($"{what}, train step", seconds, "s"),
            new($"{what}, learning parameters", model.ParameterCount(trainableOnly: true), ""),
            .. bytes is { } peak ? (Figure[])[new($"{what}, memory of a step", peak / 1e6, "MB")] : [],
        ];

        void Step() => IrisWorldModelBenchmarks.Step(model, optimizer, () => Tensor.Randint(
            0, Vocabulary, [Size.Batch, Size.Transformer.MaxBlocks, Size.Transformer.TokensPerBlock - 1], generator), generator);
    }

    private static LanguageCore Core(LanguageCoreOptions options, bool rests, Generator generator)
    {
        var core = LanguageCore.Create(options, folder: null, generator);
        if (rests)
            Freezing.AllButNormsAndEmbeddings(core.Model);
        return core;
    }
}
