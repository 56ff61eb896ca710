using System.Text.Json;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Models;

/// <summary>A recorded model folder: the model, its inputs and what the reference library computed.</summary>
internal sealed class ModelFixture : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly Dictionary<string, Tensor> _tensors;

    // Models this small are done before a second thread is awake, and on a busy machine threads wait for each other.
    static ModelFixture() => TorchRuntime.Threads = 1;

    public ModelFixture(string name, LoadOptions? options = null)
    {
        Folder = FolderOf(name);
        Model = HuggingFace.Load(Folder, options);
        _tensors = StateDictFile.Load(Path.Combine(Folder, "io.safetensors"));
        Cases = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(Folder, "io.json"))).GetProperty("cases");
    }

    public static IEnumerable<string> AllNames => Directory.GetDirectories(Golden.PathOf("seqmodels/models")).Select(path => Path.GetFileName(path)!)
        .Order(StringComparer.Ordinal);

    public string Folder { get; }

    public LanguageModel Model { get; }

    public JsonElement Cases { get; }

    public Tensor this[string name] => _tensors[name];

    public IEnumerable<string> Names => _tensors.Keys;

    public static string FolderOf(string name) => Golden.PathOf($"seqmodels/models/{name}");

    public static IEnumerable<(string Model, JsonElement Case)> CasesOf(Func<JsonElement, bool> wanted) =>
        from model in AllNames
        from entry in Golden.Json($"seqmodels/models/{model}/io.json").GetProperty("cases").EnumerateArray()
        where wanted(entry)
        select (model, entry);

    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    public JsonElement Case(string name) => Cases.EnumerateArray().First(entry => entry.GetProperty("name").GetString() == name);

    public double Tolerance(string name) => Case(name).GetProperty("atol").GetDouble();

    /// <summary>Holds a tensor against its recording; where a mask is given, only where it is 1.</summary>
    public void AssertClose(string name, Tensor actual, double tolerance, Tensor? mask = null) => Close.Assert(name, this[name], actual, tolerance, mask);

    public void Dispose()
    {
        Model.Dispose();
        _scope.Dispose();
    }
}
