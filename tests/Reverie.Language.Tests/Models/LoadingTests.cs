using System.Text.Json.Nodes;
using Reverie.Language.Models;
using Reverie.Language.Quantization;
using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

/// <summary>Folders: written and read back, in other types, without tokens, quantised while loading; and broken ones.</summary>
public sealed class LoadingTests
{
    public static TheoryData<string> Models => new(ModelFixture.AllNames);

    [Theory]
    [MemberData(nameof(Models))]
    public void Save_AnyModel_LoadsToTheSameNumbers(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        using var folder = new TemporaryFolder();
        fixture.Model.Save(folder.Path);
        using var again = HuggingFace.Load(folder.Path);
        Assert.Equal(fixture.Model.Config, again.Config);
        Assert.Equal(0, Close.Distance(fixture.Model.Forward(fixture["ids/input_ids"]).Logits, again.Forward(fixture["ids/input_ids"]).Logits));
    }

    [Fact]
    public void Load_PyTorchsOwnFormat_GivesTheSameModel()
    {
        using var fixture = new ModelFixture("rwkv-tiny");
        using var noGrad = new NoGrad();
        using var model = HuggingFace.Load(Reverie.Testing.Golden.PathOf("seqmodels/pytorch-bin/rwkv-tiny"));
        fixture.AssertClose("ids/logits", model.Forward(fixture["ids/input_ids"]).Logits, fixture.Tolerance("ids"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Load_InBFloat16_StaysNearTheRecordedLogits(string name)
    {
        using var fixture = new ModelFixture(name, new LoadOptions { Type = ScalarType.BFloat16 });
        using var noGrad = new NoGrad();
        var logits = fixture.Model.Forward(fixture["ids/input_ids"]).Logits;
        double scale = fixture["ids/logits"].Abs().Max().Item();
        Assert.InRange(Close.Distance(fixture["ids/logits"], logits), 0, 0.1 * scale);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Load_WithoutTokens_GivesTheSameHiddenStates(string name)
    {
        using var fixture = new ModelFixture(name, new LoadOptions { TokenEmbeddings = false });
        using var noGrad = new NoGrad();
        Assert.Null(fixture.Model.Backbone.Tokens);
        Assert.Throws<InvalidOperationException>(() => fixture.Model.Forward(Tensor.From([1L], 1, 1)));
        if (fixture.Find("embeds/inputs_embeds") is not { } embeddings)
            return;
        var output = fixture.Model.Backbone.Forward(embeddings);
        fixture.AssertClose($"embeds/hidden_states.{fixture.Model.Config.LayerCount}", output, fixture.Tolerance("embeds"));
    }

    [Theory]
    [InlineData("gpt2-tiny")]
    [InlineData("llama-tiny-bf16")]
    [InlineData("mamba-tiny")]
    public void Load_QuantisingAFullPrecisionModel_KeepsFourBitsAndStaysNear(string name)
    {
        using var full = new ModelFixture(name);
        using var noGrad = new NoGrad();
        using var quantized = HuggingFace.Load(full.Folder, new LoadOptions { Quantization = new QuantizationConfig(DoubleQuantization: true) });
        var report = Reverie.Language.Adapters.ParameterReport.Of(quantized);
        Assert.Equal(Reverie.Language.Adapters.ParameterReport.Of(full.Model).Total, report.Total);
        var logits = quantized.Forward(full["ids/input_ids"]).Logits;
        double scale = full["ids/logits"].Abs().Max().Item();
        Assert.InRange(Close.Distance(full["ids/logits"], logits), 1e-6, 0.8 * scale);
        using var folder = new TemporaryFolder();
        quantized.Save(folder.Path);
        using var again = HuggingFace.Load(folder.Path);
        Assert.Equal(0, Close.Distance(logits, again.Forward(full["ids/input_ids"]).Logits));
    }

    [Theory]
    [InlineData("{\"model_type\": \"bert\"}", "model type 'bert'")]
    [InlineData("{}", "lacks 'model_type'")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"model_type\": \"gpt2\", \"vocab_size\": \"many\"}", "'vocab_size' as a whole number")]
    [InlineData("{\"model_type\": \"gpt2\", \"vocab_size\": 96, \"n_layer\": 2, \"n_head\": 2, \"n_positions\": 64}", "lacks 'n_embd'")]
    [InlineData("not json", "not JSON")]
    public void Load_BrokenConfiguration_SaysWhatIsWrong(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("config.json"), content);
        var error = Record.Exception(() => HuggingFace.Load(folder.Path));
        Assert.True(error is InvalidDataException or NotSupportedException, error?.ToString());
        Assert.Contains(expected, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnsupportedRotaryScaling_SaysWhichAreSupported()
    {
        using var folder = new TemporaryFolder();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(ModelFixture.FolderOf("llama-tiny-rope3"), "config.json")))!;
        json["rope_scaling"]!["rope_type"] = "yarn";
        File.WriteAllText(folder.In("config.json"), json.ToJsonString());
        Assert.Contains("llama3", Assert.Throws<NotSupportedException>(() => HuggingFace.LoadConfig(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n_layer", 3, "lack 'transformer.h.2")]
    [InlineData("n_layer", 1, "hold 'transformer.h.1")]
    [InlineData("n_positions", 32, "'transformer.wpe.weight' has the shape [64, 32] in the weights but [32, 32]")]
    public void Load_WeightsOfAnotherModel_NamesTheWeight(string key, int value, string expected)
    {
        using var folder = new TemporaryFolder();
        string source = ModelFixture.FolderOf("gpt2-tiny");
        File.Copy(Path.Combine(source, "model.safetensors"), folder.In("model.safetensors"));
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!;
        json[key] = value;
        File.WriteAllText(folder.In("config.json"), json.ToJsonString());
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => HuggingFace.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_TheSameSeed_GivesTheSameModelAndSaneLoss()
    {
        using var noGrad = new NoGrad();
        foreach (string name in ModelFixture.AllNames)
        {
            using var scope = new TensorScope();
            var config = HuggingFace.LoadConfig(ModelFixture.FolderOf(name));
            using var first = LanguageModel.Create(config, new Generator(1));
            using var second = LanguageModel.Create(config, new Generator(1));
            Assert.Equal(first.StateDict().Select(entry => entry.Tensor.ToBytes()), second.StateDict().Select(entry => entry.Tensor.ToBytes()));
            var tokens = Tensor.Randint(0, 96, [2, 16], new Generator(2));
            // A fresh model knows nothing: its loss is near log(96), unless its initialisation is wide.
            Assert.InRange(LanguageModel.Loss(first.Forward(tokens).Logits, tokens).Item(), 3, 12);
        }
    }
}
