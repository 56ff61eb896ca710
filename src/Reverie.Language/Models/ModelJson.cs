using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>The JSON files of models and adapters, which come from strangers: what is wrong is said with the file's name.</summary>
internal static class ModelJson
{
    private const long MaxBytes = 100_000_000;

    /// <summary>Reads a file whose root is an object.</summary>
    /// <exception cref="InvalidDataException">The file is too large, no UTF-8, no JSON, or no object.</exception>
    public static JsonElement Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path} is larger than {MaxBytes} bytes, which no description of a model is; fetch it again.");
        try
        {
            var json = TextGuard.ReadJson(path);
            return json.ValueKind == JsonValueKind.Object ? json : throw new InvalidDataException($"{path} is no JSON object; fetch it again.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not JSON ({e.Message}); fetch it again.", e);
        }
    }

    /// <summary>Runs a reader of such a file; an escaped half of a character, on which .NET stumbles late, is an error of the file.</summary>
    public static T Guarded<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{source} holds text that is no Unicode; fetch it again.", e);
        }
    }
}
