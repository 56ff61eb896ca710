using System.Text.Json.Nodes;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Models;

/// <summary>
/// Rotation tables that old versions stored beside the weights: those of the configuration and plain ones are passed over, as in the recording
/// of llama-tiny-untied, whose table is of another base. Others mean something, and are refused.
/// </summary>
public sealed class StoredRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama-tiny-untied", ScalarType.Float32)]
    [InlineData("llama-tiny-untied", ScalarType.Float16)]
    [InlineData("llama-tiny-untied", ScalarType.BFloat16)]
    [InlineData("llama-tiny-rope3", ScalarType.Float32)]
    [InlineData("gpt_neox-tiny", ScalarType.Float32)]
    public void Load_TableOfTheConfiguration_IsPassedOver(string model, ScalarType type)
    {
        Write(model, table => table, type);
        HuggingFace.Load(_folder.Path).Dispose();
    }

    [Theory]
    [InlineData("llama-tiny-untied", ScalarType.Float32, 1.001)]
    [InlineData("llama-tiny-untied", ScalarType.Float16, 1.01)]
    [InlineData("llama-tiny-untied", ScalarType.BFloat16, 1.03)]
    [InlineData("llama-tiny-rope3", ScalarType.Float32, 0.5)]
    [InlineData("gpt_neox-tiny", ScalarType.Float32, -1)]
    [InlineData("gpt_neox-tiny", ScalarType.Float32, double.NaN)]
    public void Load_TableOfOtherSpeeds_IsRefusedByName(string model, ScalarType type, double factor)
    {
        Write(model, table => [.. table.SkipLast(1), (float)(table[^1] * factor)], type);
        var e = Assert.Throws<InvalidDataException>(() => HuggingFace.Load(_folder.Path));
        Assert.Contains("rotary_emb.inv_freq' in the weights turns channels at other speeds", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TableOfAnotherSize_IsRefusedByName()
    {
        Write("llama-tiny-untied", table => [.. table, 0.5f], ScalarType.Float32);
        Assert.Contains("rotary_emb.inv_freq", Assert.Throws<InvalidDataException>(() => HuggingFace.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(2, false)]
    public void Load_LinearlyStretched_TakesTheTableBeforeAndAfter(float divisor, bool loads)
    {
        Write("llama-tiny-untied", table => [.. table.Select(speed => speed / divisor)], ScalarType.Float32, config =>
            config["rope_scaling"] = new JsonObject { ["rope_type"] = "linear", ["factor"] = 4.0 });
        if (loads)
            HuggingFace.Load(_folder.Path).Dispose();
        else
            Assert.Throws<InvalidDataException>(() => HuggingFace.Load(_folder.Path));
    }

    [Fact]
    public void Load_StretchedTableWithoutStretchingInTheConfiguration_IsRefused()
    {
        Write("llama-tiny-rope3", table => table, ScalarType.Float32, config => config["rope_scaling"] = null);
        Assert.Throws<InvalidDataException>(() => HuggingFace.Load(_folder.Path));
    }

    /// <summary>A recorded model with a table beside its weights.</summary>
    /// <param name="model">Which.</param>
    /// <param name="change">Makes the table out of the right one.</param>
    /// <param name="type">What it is stored as.</param>
    /// <param name="edit">Changes the configuration after the right table was made.</param>
    private void Write(string model, Func<float[], float[]> change, ScalarType type, Action<JsonNode>? edit = null)
    {
        using var scope = new TensorScope();
        string source = ModelFixture.FolderOf(model);
        using var loaded = HuggingFace.Load(source);
        float[] right = ((TransformerBackbone)loaded.Backbone).Frequencies!.ToArray<float>();
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "config.json")))!;
        edit?.Invoke(config);
        _folder.Write("config.json", config.ToJsonString());
        using var file = SafeTensorsFile.Open(Path.Combine(source, "model.safetensors"));
        string block = file.Names.First(name => name.Contains("layers.0.", StringComparison.Ordinal)).Split("layers.0.")[0];
        string name = $"{block}layers.0.{(model.StartsWith("llama", StringComparison.Ordinal) ? "self_attn" : "attention")}.rotary_emb.inv_freq";
        var table = Tensor.From(change(right)).To(type);
        SafeTensorsWriter.Write(
            _folder.In("model.safetensors"),
            [.. file.Names.Where(own => own != name).Select(own => (own, file.Read(own))), (name, new RawTensor(type, table.Shape.ToArray(), table.ToBytes()))]);
    }
}
