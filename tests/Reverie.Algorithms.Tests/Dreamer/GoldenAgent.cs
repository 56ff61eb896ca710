using System.Text.Json;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Environments.Arrays;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>An agent of the sizes that a recording of SheepRL's says, with the weights that it holds.</summary>
internal sealed class GoldenAgent : IDisposable
{
    private GoldenAgent(GoldenFile golden, DreamerModel model) => (Golden, Model) = (golden, model);

    public GoldenFile Golden { get; }

    public DreamerModel Model { get; }

    public JsonElement Json => Golden.Json;

    /// <param name="variant">The folder.</param>
    /// <param name="item">The file.</param>
    /// <param name="weights">What stands before the names of the weights; null: none are loaded.</param>
    public static GoldenAgent Load(string variant, string item, string? weights)
    {
        var golden = Testing.Golden.Load($"dreamer/{variant}/{item}.safetensors");
        var model = Make(golden.Json.GetProperty("variant_sizes"), item == "train_step" && golden.Json.GetProperty("continuous").GetBoolean());
        if (weights is not null)
            LoadInto(model, golden, weights);
        return new(golden, model);
    }

    /// <summary>Copies the weights whose names begin so; all of the module's must be there.</summary>
    public static void LoadInto(Module module, GoldenFile golden, string prefix) =>
        module.LoadStateDict(module.StateDict().ToDictionary(entry => entry.Name, entry => golden[prefix + entry.Name]));

    public void Dispose() => Model.Dispose();

    private static DreamerModel Make(JsonElement sizes, bool isContinuous)
    {
        int side = Number("screen"), layers = Number("layers"), dense = Number("dense");
        isContinuous |= sizes.TryGetProperty("cont", out _);
        var style = new LayerStyle();
        var head = new HeadSizes(dense, layers, style);
        var coder = new CoderOptions(Number("mult"), dense, layers, style, style);
        int[] actions = [.. sizes.GetProperty("actions").EnumerateArray().Select(count => count.GetInt32())];
        var action = isContinuous
            ? ActionSpec.Continuous([.. Enumerable.Repeat(-1f, actions[0])], [.. Enumerable.Repeat(1f, actions[0])])
            : ActionSpec.MultiDiscrete(actions);
        ArraySpec[] images = [.. sizes.GetProperty("cnn").EnumerateObject()
            .Select(key => new ArraySpec(key.Name, ElementType.UInt8, [key.Value.GetInt32(), side, side], 0, 255))];
        ArraySpec[] decoded = [.. Vectors("mlp")];
        var keys = new ObservationKeys(images, images, [.. decoded, .. Vectors("enc_only")], decoded);
        return new DreamerModel(keys, action, new DreamerSizes
        {
            WorldModel = new()
            {
                Encoder = coder,
                Decoder = coder,
                Rssm = new RssmOptions
                {
                    Stochastic = Number("stoch"),
                    Discrete = Number("disc"),
                    Recurrent = Number("rec"),
                    Dense = dense,
                    PriorHidden = Number("hidden"),
                    PosteriorHidden = Number("hidden"),
                    Actions = DreamerModel.SizeOf(action),
                    Embedding = 0,
                },
                Reward = head,
                Continue = head,
                RewardBins = Number("bins"),
            },
            Actor = new() { Head = head },
            Critic = head,
            CriticBins = Number("bins"),
        });

        int Number(string name) => sizes.GetProperty(name).GetInt32();

        IEnumerable<ArraySpec> Vectors(string name) => sizes.GetProperty(name).EnumerateObject()
            .Select(key => new ArraySpec(key.Name, ElementType.Float32, [key.Value.GetInt32()], double.NegativeInfinity, double.PositiveInfinity));
    }
}
