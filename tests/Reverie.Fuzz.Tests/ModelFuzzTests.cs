using Reverie.Torch.Serialization;

namespace Reverie.Fuzz.Tests;

public sealed class ModelFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SafeTensors_AnyBytes_AreReadOrRefused() => Fuzzer.Run(
        "safetensors",
        Directory.GetFiles(Repository.Golden("seqmodels", "safetensors"), "*.safetensors").Select(File.ReadAllBytes).Where(bytes => bytes.Length < 1 << 16),
        input => SafeTensorsFile.Open(Write("a.safetensors", input)).Dispose());

    [Fact]
    public void TorchArchive_AnyBytes_IsReadOrRefused() => Fuzzer.Run(
        "pt",
        [.. Directory.GetFiles(Repository.Golden("seqmodels", "pytorch-bin"), "*.bin", SearchOption.AllDirectories).Select(File.ReadAllBytes),
            .. Fuzzer.Recorded("pickle-*.pt")],
        input => TorchArchive.Load(Write("a.pt", input)));

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.In(name), bytes);
        return _folder.In(name);
    }
}
