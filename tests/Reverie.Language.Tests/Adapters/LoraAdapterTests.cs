using System.Text.Json;
using Reverie.Language.Adapters;
using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Language.Tests.Adapters;

public sealed class LoraAdapterTests
{
    private static readonly Dictionary<string, object> Small = new()
    {
        ["model_type"] = "gpt2",
        ["vocab_size"] = 16,
        ["n_layer"] = 1,
        ["n_embd"] = 8,
        ["n_head"] = 2,
        ["n_positions"] = 16,
    };

    [Fact]
    public void Load_DamagedFile_LeavesTheModelWithoutAnAdapter()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using var generator = new Generator(0);
        using var model = LanguageModel.Create(HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(Small)), generator);
        var config = new LoraConfig { Rank = 2, TargetModules = ModuleNames.Matching(LoraConfig.AllLinear) };
        var first = LoraAdapter.Attach(model, config, generator);
        first.Save(folder.Path);
        first.Detach();
        string file = Path.Combine(folder.Path, "adapter_model.safetensors");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^8]);

        Assert.Throws<InvalidDataException>(() => LoraAdapter.Load(model, folder.Path));
        LoraAdapter.Attach(model, config, generator);
    }
}
