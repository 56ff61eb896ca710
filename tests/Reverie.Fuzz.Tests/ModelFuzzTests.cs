using Reverie.Language;
using Reverie.Language.Adapters;
using Reverie.Language.Hub;
using Reverie.Language.Models;
using Reverie.Torch.Serialization;

namespace Reverie.Fuzz.Tests;

public sealed class ModelFuzzTests : IDisposable
{
    private static readonly string Models = Repository.Golden("seqmodels", "models");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Config_AnyBytes_IsReadOrRefused() => Fuzzer.Run(
        "config.json",
        [.. Seeds("config.json"), .. Fuzzer.Recorded("config.json-*"), .. Fuzzer.Recorded("model-folder-*")],
        input =>
        {
            Write("config.json", input);
            HuggingFace.LoadConfig(_folder.Path);
        });

    [Fact]
    public void AdapterConfig_AnyBytes_IsReadOrRefused() => Fuzzer.Run(
        "adapter_config.json",
        [.. Directory.GetFiles(Repository.Golden("seqmodels", "lora"), "adapter_config.json", SearchOption.AllDirectories).Select(File.ReadAllBytes),
            .. Fuzzer.Recorded("adapter_config-*")],
        input =>
        {
            Write("adapter_config.json", input);
            LoraConfig.Load(_folder.Path);
        });

    [Fact]
    public void ShardIndex_AnyBytes_IsReadOrRefused()
    {
        Write("config.json", "{}"u8.ToArray());
        Write("model-00001-of-00002.safetensors", File.ReadAllBytes(Path.Combine(Models, "qwen3-tiny-sharded", "model-00001-of-00002.safetensors")));
        Fuzzer.Run("index", [.. Seeds("model.safetensors.index.json"), .. Fuzzer.Recorded("shard-index-*")], input =>
        {
            Write("model.safetensors.index.json", input);
            if (ModelFiles.FirstMissing(_folder.Path) is null)
                WeightFiles.Open(_folder.Path).Dispose();
        });
    }

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

    private static IEnumerable<byte[]> Seeds(string name) => Directory.GetFiles(Models, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.In(name), bytes);
        return _folder.In(name);
    }
}
