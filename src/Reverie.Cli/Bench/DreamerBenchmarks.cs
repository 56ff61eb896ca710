using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Bench;

/// <summary>
/// A gradient step of DreamerV3 (world model, actor and critic, 15 imagined steps, 7 actions) from a batch that is there already: vectors of
/// 147 numbers, and pictures of 64x64 pixels. The peer is the same step in eager PyTorch.
/// </summary>
internal static class DreamerBenchmarks
{
    private const int Actions = 7, Numbers = 147, Side = 64, ManySteps = 256, FewSteps = 16, ManyCalls = 20;

    private static readonly (string Name, string[] Overrides)[] Sizes =
    [
        ("XS", ["algo=dreamer_v3_XS"]), ("S", ["algo=dreamer_v3_S"]),
        (
            "768",
            [
                "algo=dreamer_v3_S", "algo.dense_units=768", "algo.world_model.recurrent_model.recurrent_state_size=768",
                "algo.world_model.transition_model.hidden_size=768", "algo.world_model.representation_model.hidden_size=768",
            ]
        ),
    ];

    private static readonly (int Batch, int Length)[] Batches = [(4, 4), (16, 16), (16, 64)];

    internal static IEnumerable<Figure> Measure()
    {
        foreach (bool isPicture in (bool[])[false, true])
        {
            foreach (var (name, overrides) in Sizes)
            {
                foreach (var (batch, length) in Batches)
                    yield return Step($"dreamer {name}, {(isPicture ? "pictures" : "vectors")}, {batch}x{length}", overrides, isPicture, batch, length);
            }
        }
    }

    private static Figure Step(string name, string[] overrides, bool isPicture, int batch, int length)
    {
        string keys = isPicture ? "algo.cnn_keys.encoder=[rgb]" : "algo.mlp_keys.encoder=[state]";
        var options = ConfigLoader.Load<DreamerOptions>(Path.Combine(RepositoryRoot.Path, "configs", "dreamer"), [.. overrides, keys, "env.id=bench"]).Options;
        var seen = isPicture
            ? new ArraySpec("rgb", ElementType.UInt8, [3, Side, Side], 0, byte.MaxValue)
            : new ArraySpec("state", ElementType.Float32, [Numbers], double.NegativeInfinity, double.PositiveInfinity);
        using var components = new DreamerComponents(options, new StepLayout([seen], [], ActionSpec.Discrete(Actions)), Device.Cpu);
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        var shown = isPicture
            ? Tensor.Randint(0, byte.MaxValue, [length, batch, 3, Side, Side], generator).To(ScalarType.UInt8)
            : Tensor.Randn([length, batch, Numbers], generator);
        var actions = Tensor.Randint(0, Actions, [length, batch], generator).OneHot(Actions).Float();
        var first = Tensor.Rand([length, batch], generator).Lt(0.02);
        var given = new DreamerBatch(
            new Dictionary<string, Tensor> { [seen.Name] = shown }, actions, Tensor.Randn([length, batch, 1], generator), Tensor.Zeros([length, batch, 1]), first);
        double seconds = Stopwatches.Median(
            () =>
            {
                using var step = new TensorScope();
                components.Learner.Step(given);
            }, rounds: batch * length > ManySteps ? 3 : 5, callsPerRound: batch * length > FewSteps ? 1 : ManyCalls);
        return new(name, seconds, "s");
    }
}
