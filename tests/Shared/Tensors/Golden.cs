using System.Text.Json;

namespace Reverie.Testing;

/// <summary>Finds the recorded numbers under <c>tests/golden</c>, wherever the tests were built to.</summary>
internal static class Golden
{
    /// <summary>The full path of a file, from its path below <c>tests/golden</c>.</summary>
    public static string PathOf(string relativePath) => Repository.Golden(relativePath);

    /// <summary>A .safetensors file, with the .json beside it where there is one: <c>Golden.Load("iris/nets/nets.safetensors")</c>.</summary>
    public static GoldenFile Load(string relativePath) => new(PathOf(relativePath));

    /// <summary>A .json file.</summary>
    public static JsonElement Json(string relativePath) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(PathOf(relativePath)));
}
