using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>The weights of a model folder: one file, or shards with an index.</summary>
internal sealed class WeightFiles : IDisposable
{
    public const string SingleName = "model.safetensors";
    public const string IndexName = "model.safetensors.index.json";

    private readonly List<SafeTensorsFile> _files = [];
    private readonly Dictionary<string, SafeTensorsFile> _fileOf = [];

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

    public IEnumerable<string> Names => _fileOf.Keys;

    /// <summary>The file that holds a tensor; null where none does.</summary>
    public SafeTensorsFile? Find(string name) => _fileOf.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private static IEnumerable<string> Paths(string folder)
    {
        string single = Path.Combine(folder, SingleName), index = Path.Combine(folder, IndexName);
        if (File.Exists(single))
            return [single];
        if (!File.Exists(index))
            throw new FileNotFoundException($"{folder} has neither {SingleName} nor {IndexName}; convert its weights to .safetensors or fetch them.", single);
        return Shards(index).Select(name => Path.Combine(folder, name));
    }

    private static List<string> Shards(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            return [.. json.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString()!).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{index} is no index of shards; fetch it again.", e);
        }
    }

    private void Add(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The shard {path} is missing; fetch the model again.", path);
        var file = SafeTensorsFile.Open(path);
        _files.Add(file);
        foreach (string name in file.Names)
        {
            if (!_fileOf.TryAdd(name, file))
                throw new InvalidDataException($"{path} holds '{name}', which another shard holds too; fetch the model again.");
        }
    }
}
