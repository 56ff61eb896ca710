using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Circuits;
using Reverie.WorldModels.Sampling;

namespace Reverie.Cli.Bench;

/// <summary>
/// The choices of world model side by side at the small size, from given tokens: a training step, and dreams of many rollouts, in frames a
/// second. Neither frames nor an actor-critic are in it: what differs between the choices is measured, and nothing else.
/// </summary>
internal static class WorldModelBenchmarks
{
    private const int Rollouts = 64, Horizon = 10, Vocabulary = 128;

    private static readonly IrisSize Small = IrisSize.All[1];

    internal static IEnumerable<Figure> Measure()
    {
        foreach (var (name, make) in Choices())
        {
            using var generator = new Generator(1);
            using var model = make(generator);
            foreach (var figure in Measure(name, model, generator))
                yield return figure;
        }
    }

    private static IEnumerable<Figure> Measure(string name, WorldModel model, Generator generator)
    {
        using var optimizer = WorldModelOptimizer.Create(model, 1e-4, 0.01);
        model.Train();
        double step = Stopwatches.Median(() => IrisWorldModelBenchmarks.Step(model, optimizer, () => IrisWorldModelBenchmarks.RandomTokens(Small, generator), generator));
        yield return new($"world model {name}, train step", step, "s");
        model.Eval();
        double dream = Stopwatches.Median(() => Dream(model, generator));
        yield return new($"world model {name}, imagined frames per second", Rollouts * Horizon / dream, "1/s");
        yield return new($"world model {name}, parameters", model.ParameterCount(), "");
    }

    private static void Dream(WorldModel model, Generator generator)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var dream = model.CreateDream(Rollouts);
        var sampler = new CategoricalSampler(generator);
        var tokens = Tensor.Randint(0, Vocabulary, [Rollouts, model.TokensPerObservation], generator);
        dream.Begin(tokens);
        for (int t = 0; t < Horizon; t++)
        {
            if (!dream.HasRoom(predictNext: true))
                dream.Begin(tokens);
            (_, tokens) = dream.Step(Tensor.Randint(0, IrisSize.Actions, [Rollouts], generator), sampler, predictNext: true);
        }
    }

    private static IEnumerable<(string Name, Func<Generator, WorldModel> Make)> Choices()
    {
        var shape = Small.Transformer;
        yield return ("transformer", generator => new TokenWorldModel(Vocabulary, IrisSize.Actions, shape, generator));
        foreach (var variant in (NextTokens[])[NextTokens.Queries, NextTokens.Previous, NextTokens.Frame])
        {
            yield return (
                $"transformer, next_tokens={Word(variant)}",
                generator => new ParallelWorldModel(Vocabulary, IrisSize.Actions, shape, variant, inner => new Transformer(inner, generator), true, generator));
        }
        foreach (var (name, config) in Families)
        {
            yield return (name, generator => new TokenWorldModel(Vocabulary, IrisSize.Actions, shape, () => Core(config, generator), false, generator));
            foreach (var variant in (NextTokens[])[NextTokens.Queries, NextTokens.Frame])
            {
                yield return (
                    $"{name}, next_tokens={Word(variant)}",
                    generator => new ParallelWorldModel(Vocabulary, IrisSize.Actions, shape, variant, _ => Core(config, generator), false, generator));
            }
        }
        yield return ("ncp_single_step", generator => new CircuitWorldModel(
            Vocabulary, IrisSize.Actions, shape with { EmbeddingSize = 32 }, input => Circuits(input, 512, 256, generator), generator));
        yield return ("ncp_multi_step", generator => new TokenWorldModel(
            Vocabulary, IrisSize.Actions, shape with { EmbeddingSize = 128 }, () => Circuits(128, 128, 64, generator), false, generator));
    }

    private static Dictionary<string, Dictionary<string, object?>> Families => new()
    {
        ["gpt2, 4 layers of 192"] = new() { ["model_type"] = "gpt2", ["n_layer"] = 4, ["n_embd"] = 192, ["n_head"] = 6, ["n_positions"] = 1024 },
        ["llama, 4 layers of 192"] = new()
        {
            ["model_type"] = "llama",
            ["num_hidden_layers"] = 4,
            ["hidden_size"] = 192,
            ["num_attention_heads"] = 6,
            ["num_key_value_heads"] = 6,
            ["intermediate_size"] = 512,
            ["max_position_embeddings"] = 1024,
        },
        ["rwkv, 4 layers of 192"] = new()
        {
            ["model_type"] = "rwkv",
            ["num_hidden_layers"] = 4,
            ["hidden_size"] = 192,
            ["attention_hidden_size"] = 192,
            ["intermediate_size"] = 768,
        },
        ["mamba, 8 layers of 192"] = new()
        {
            ["model_type"] = "mamba",
            ["num_hidden_layers"] = 8,
            ["hidden_size"] = 192,
            ["intermediate_size"] = 384,
            ["state_size"] = 16,
            ["time_step_rank"] = 12,
        },
    };

    private static CircuitBackbone Circuits(long input, int units, int output, Generator generator) =>
        new(input, new CircuitOptions { Units = units, OutputSize = output }, generator);

    private static string Word(NextTokens variant) => variant.ToString().ToLowerInvariant();

    private static ISequenceBackbone Core(Dictionary<string, object?> config, Generator generator) =>
        LanguageCore.Create(new LanguageCoreOptions { FromPretrained = false, Config = config }, folder: null, generator);
}
