using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reverie.Torch.Native;

/// <summary>Which libtorch the bridge was compiled against. It is source-compatible across versions, never binary-compatible.</summary>
internal sealed record BridgeRecord(
    [property: JsonPropertyName("torch_version")] string TorchVersion,
    [property: JsonPropertyName("torch_library")] string TorchLibrary,
    [property: JsonPropertyName("torch_library_bytes")] long TorchLibraryBytes)
{
    internal static BridgeRecord? ReadBeside(string bridge)
    {
        string path = Path.Combine(Path.GetDirectoryName(bridge)!, "reverie_native.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<BridgeRecord>(File.ReadAllText(path)) : null;
    }

    /// <summary>Refuses to go on when that libtorch is gone or is not the same file any more.</summary>
    internal void Verify()
    {
        if (!File.Exists(TorchLibrary))
        {
            throw new TorchException(
                $"The native bridge was built against libtorch {TorchVersion} at {TorchLibrary}, which is gone; run `./reverie build --native` to " +
                $"rebuild it (LIBTORCH= says against which).");
        }
        long bytes = new FileInfo(TorchLibrary).Length;
        if (bytes != TorchLibraryBytes)
        {
            throw new TorchException(
                $"The native bridge was built against libtorch {TorchVersion}, but {TorchLibrary} has changed since; run `./reverie build --native` " +
                $"to rebuild it.");
        }
    }
}
