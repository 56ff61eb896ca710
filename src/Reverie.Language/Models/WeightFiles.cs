using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>The weights of a model folder: one file, or shards with an index; .safetensors before PyTorch's own format.</summary>
internal sealed class WeightFiles : IDisposable
{
    public const string SingleName = "model.safetensors";

    // What a folder may hold, best first: a single file, or the index of its shards.
    private static readonly (string Single, string Index)[] Kinds =
        [(SingleName, "model.safetensors.index.json"), ("pytorch_model.bin", "pytorch_model.bin.index.json")];

    private readonly List<SafeTensorsFile> _files = [];
    private readonly Dictionary<string, StoredWeight> _weights = [];

    // Where tensors share memory, safetensors keeps one and notes the other names in its metadata.
    private readonly Dictionary<string, string> _aliases = [];

    /// <exception cref="FileNotFoundException">The folder has no weights, or lacks a shard.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static WeightFiles Open(string folder)
    {
        var files = new WeightFiles();
        try
        {
            foreach (string path in Paths(folder))
                files.Add(path);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public IEnumerable<string> Names => _weights.Keys;

    /// <summary>A tensor by its name in the files; null where they have none.</summary>
    public StoredWeight? Find(string name) => _weights.GetValueOrDefault(name);

    /// <summary>The name that a tensor has in the files, which may be that of another one with which it shares its numbers; null: none.</summary>
    public string? NameOf(string name) =>
        _weights.ContainsKey(name) ? name : _aliases.TryGetValue(name, out string? other) && _weights.ContainsKey(other) ? other : null;

    /// <summary>Reads a tensor; null where the files have none of that name.</summary>
    public RawTensor? Read(string name) => Find(name)?.Read();

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private static IEnumerable<string> Paths(string folder)
    {
        foreach (var (single, index) in Kinds)
        {
            if (File.Exists(Path.Combine(folder, single)))
                return [Path.Combine(folder, single)];
            if (File.Exists(Path.Combine(folder, index)))
                return ShardIndex.Read(Path.Combine(folder, index)).Select(name => Path.Combine(folder, name));
        }
        throw new FileNotFoundException(
            $"{folder} holds no weights ({string.Join(", ", Kinds.Select(kind => kind.Single))}, or shards with an index); fetch them.");
    }

    private void Add(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The shard {path} is missing; fetch the model again.", path);
        if (path.EndsWith(".bin", StringComparison.Ordinal))
        {
            foreach (var (name, tensor) in TorchArchive.LoadTensors(path))
                Add(path, name, new StoredWeight(() => tensor));
            return;
        }
        var file = SafeTensorsFile.Open(path);
        _files.Add(file);
        foreach (var (alias, name) in file.Metadata)
            _aliases.TryAdd(alias, name);
        foreach (string name in file.Names)
            Add(path, name, new StoredWeight(() => file.Read(name)));
    }

    private void Add(string path, string name, StoredWeight weight)
    {
        if (!_weights.TryAdd(name, weight))
            throw new InvalidDataException($"{path} holds '{name}', which another shard holds too; fetch the model again.");
    }
}
