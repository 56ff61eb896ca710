using Reverie.Language.Adapters;
using Reverie.Language.Layers;
using Reverie.Language.Tests.Models;
using Reverie.Torch;

namespace Reverie.Language.Tests.Adapters;

/// <summary>Which modules an adapter reaches, and what it refuses.</summary>
public sealed class LoraConfigTests
{
    [Fact]
    public void Attach_NameOfTheLastPart_HitsEveryModuleThatEndsSo()
    {
        Assert.Equal(
            ["transformer.h.0.attn.c_proj", "transformer.h.0.mlp.c_proj", "transformer.h.1.attn.c_proj", "transformer.h.1.mlp.c_proj"],
            Targets("gpt2-tiny", new LoraConfig { TargetModules = ModuleNames.Of("c_proj") }));
        Assert.Throws<ArgumentException>(() => Targets("gpt2-tiny", new LoraConfig { TargetModules = ModuleNames.Of("proj") }));
    }

    [Fact]
    public void Attach_LayersExclusionsAndPatterns_AreApplied()
    {
        var config = new LoraConfig
        {
            TargetModules = ModuleNames.Matching(LoraConfig.AllLinear),
            Layers = [1],
            ExcludeModules = ModuleNames.Matching(".*mlp.*"),
            RankPattern = new Dictionary<string, int> { ["q_proj"] = 3 },
            AlphaPattern = new Dictionary<string, double> { ["k_proj"] = 32 },
        };
        using var model = HuggingFace.Load(ModelFixture.FolderOf("llama-tiny-tied"));
        var adapter = LoraAdapter.Attach(model, config, new Generator(1));
        Assert.Equal(
            ["model.layers.1.self_attn.q_proj", "model.layers.1.self_attn.k_proj", "model.layers.1.self_attn.v_proj", "model.layers.1.self_attn.o_proj"],
            adapter.Targets.Select(target => target.Name));
        var loras = adapter.Targets.Select(target => ((Projection)target.Module).Lora!).ToList();
        Assert.Equal([3, 8, 8, 8], loras.Select(lora => lora.Rank));
        Assert.Equal([8.0 / 3, 4, 1, 1], loras.Select(lora => lora.Scaling));
    }

    [Fact]
    public void Attach_AModuleThatTakesNoAdapter_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => Targets("mamba-tiny", new LoraConfig { TargetModules = ModuleNames.Of("conv1d") }));
        Assert.Contains("takes no adapter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_FreshAdapter_ChangesNothing()
    {
        using var fixture = new ModelFixture("mamba-tiny");
        using var noGrad = new NoGrad();
        var before = fixture.Model.Forward(fixture["ids/input_ids"]).Logits;
        LoraAdapter.Attach(fixture.Model, new LoraConfig { TargetModules = ModuleNames.Of("in_proj", "embeddings", "out_proj") }, new Generator(1));
        Assert.Equal(0, Close.Distance(before, fixture.Model.Forward(fixture["ids/input_ids"]).Logits));
    }

    [Theory]
    [InlineData("lm_head")]
    [InlineData("embed_tokens")]
    public void Attach_ModulesToSaveOfATiedModel_AreTrainedAndSavedApart(string module)
    {
        using var fixture = new ModelFixture("llama-tiny-tied");
        var adapter =
            LoraAdapter.Attach(fixture.Model, new LoraConfig { TargetModules = ModuleNames.Of("q_proj"), ModulesToSave = [module] }, new Generator(1));
        var whole = Assert.Single(adapter.SavedModules);
        var weight = whole.Module.Parameters().Single();
        Assert.True(weight.RequiresGrad);
        using (new NoGrad())
            weight.AddInPlace(Tensor.Ones(weight.Shape), 0.01);
        using var folder = new TemporaryFolder();
        adapter.Save(folder.Path);
        using var again = HuggingFace.Load(fixture.Folder);
        LoraAdapter.Load(again, folder.Path);
        using var noGrad = new NoGrad();
        var tokens = fixture["ids/input_ids"];
        Assert.Equal(0, Close.Distance(fixture.Model.Forward(tokens).Logits, again.Forward(tokens).Logits));
    }

    [Theory]
    [InlineData("{\"peft_type\": \"LORA\", \"target_modules\": [\"c_attn\"], \"use_dora\": true}", "use_dora")]
    [InlineData("{\"peft_type\": \"IA3\", \"target_modules\": [\"c_attn\"]}", "IA3")]
    [InlineData("{\"peft_type\": \"LORA\"}", "target_modules")]
    [InlineData("{\"peft_type\": \"LORA\", \"target_modules\": [\"c_attn\"], \"bias\": \"all\"}", "bias")]
    public void Load_WhatIsNotSupported_IsRefused(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In(LoraConfig.FileName), json);
        var error = Record.Exception(() => LoraConfig.Load(folder.Path));
        Assert.True(error is NotSupportedException or InvalidDataException, error?.ToString());
        Assert.Contains(expected, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AdapterOfAnotherModel_NamesTheTensor()
    {
        using var model = HuggingFace.Load(ModelFixture.FolderOf("llama-tiny-tied"));
        using var folder = new TemporaryFolder();
        string source = Reverie.Testing.Golden.PathOf("seqmodels/lora/llama-pattern");
        File.Copy(Path.Combine(source, "adapter_model.safetensors"), folder.In("adapter_model.safetensors"));
        File.WriteAllText(folder.In(LoraConfig.FileName), new LoraConfig { TargetModules = ModuleNames.Of("q_proj"), Rank = 2 }.ToJson().ToJsonString());
        Assert.Throws<InvalidDataException>(() => LoraAdapter.Load(model, folder.Path));
    }

    [Fact]
    public void Freezing_EachChoice_TrainsWhatItSays()
    {
        using var model = HuggingFace.Load(ModelFixture.FolderOf("gpt2-tiny"));
        Freezing.All(model);
        Assert.Empty(Trained());
        Freezing.AllButLast(model, 1);
        Assert.All(Trained(), name => Assert.True(name.Contains(".h.1.", StringComparison.Ordinal) || name.Contains("ln_f", StringComparison.Ordinal)));
        Assert.Equal(14, Trained().Count);
        Freezing.AllButNormsAndEmbeddings(model);
        Assert.Equal(["transformer.wte.weight", "transformer.wpe.weight"], Trained().Take(2));
        Assert.All(Trained().Skip(2), name => Assert.Contains("ln_", name, StringComparison.Ordinal));
        var report = ParameterReport.Of(model);
        Assert.Equal(model.ParameterCount(), report.Total);
        Assert.Equal(4 * report.Trainable, report.TrainableBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => Freezing.AllButLast(model, 3));

        List<string> Trained() => [.. model.NamedParameters().Where(entry => entry.Tensor.RequiresGrad).Select(entry => entry.Name)];
    }

    private static IEnumerable<string> Targets(string name, LoraConfig config)
    {
        using var model = HuggingFace.Load(ModelFixture.FolderOf(name));
        return [.. LoraAdapter.Attach(model, config, new Generator(1)).Targets.Select(target => target.Name)];
    }
}
