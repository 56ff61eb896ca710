using System.Text.Json;
using Reverie.Language.Adapters;
using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Adapters;

/// <summary>A recorded adapter on its base model.</summary>
internal sealed class AdapterFixture : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly JsonElement _json;

    static AdapterFixture() => TorchRuntime.Threads = 1;

    public AdapterFixture(string name, bool trainable = false)
    {
        Folder = Golden.PathOf($"seqmodels/lora/{name}");
        _json = Golden.Json($"seqmodels/lora/{name}/io.json");
        BaseFolder = Golden.PathOf($"seqmodels/models/{_json.GetProperty("base").GetString()}");
        Model = HuggingFace.Load(BaseFolder);
        Adapter = LoraAdapter.Load(Model, Folder, trainable);
        Tensors = StateDictFile.Load(Path.Combine(Folder, "io.safetensors"));
    }

    public string Folder { get; }

    public string BaseFolder { get; }

    public LanguageModel Model { get; }

    public LoraAdapter Adapter { get; }

    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    public IReadOnlyDictionary<string, double> Scalings =>
        _json.GetProperty("scaling").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetDouble());

    public double Tolerance(string group) => _json.GetProperty("atol").GetProperty(group).GetDouble();

    /// <summary>Steps that were recorded.</summary>
    public int Steps => _json.GetProperty("optimizer").GetProperty("steps").GetInt32();

    /// <summary>The optimizer that the steps were recorded with.</summary>
    public Adam CreateOptimizer(IEnumerable<Tensor> parameters)
    {
        var settings = _json.GetProperty("optimizer");
        double[] betas = [.. settings.GetProperty("betas").EnumerateArray().Select(beta => beta.GetDouble())];
        Assert.Equal("AdamW", settings.GetProperty("type").GetString());
        return new Adam(
            [new ParameterGroup("all", [.. parameters], Setting("lr"), Setting("weight_decay"))], betas[0], betas[1], Setting("eps"), decoupled: true);

        double Setting(string name) => settings.GetProperty(name).GetDouble();
    }

    public LoraWeights LoraOf(string module) => Model.NamedModules().First(entry => entry.Name == module).Module switch
    {
        Projection { Lora: { } lora } => lora,
        TokenEmbedding { Lora: { } lora } => lora,
        _ => throw new InvalidOperationException($"{module} has no adapter"),
    };

    public void Dispose()
    {
        Model.Dispose();
        _scope.Dispose();
    }
}
