using System.Text.Json.Nodes;
using Reverie.Language.Models;
using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Models;

/// <summary>An output layer in 4 bits, which bitsandbytes packs where its skip list is empty: the same logits as from its dense values.</summary>
public sealed class PackedHeadTests
{
    private const string Source = "loading/02-nf4-skip-modules";
    private const string Head = "lm_head.weight";

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Load_PackedHead_GivesTheLogitsOfItsValues(bool tied, bool configured)
    {
        using var scope = new TensorScope();
        using var packed = Load(tied, configured, packs: true);
        using var dense = Load(tied: false, configured, packs: false);
        Assert.True(packed.Head!.IsQuantized);
        AssertSame(dense, packed);
        using var folder = new TemporaryFolder();
        packed.Save(folder.Path);
        var quantization = JsonNode.Parse(File.ReadAllText(folder.In("config.json")))!["quantization_config"]!;
        Assert.DoesNotContain("lm_head", quantization["llm_int8_skip_modules"]!.AsArray().Select(entry => entry!.GetValue<string>()));
        using var again = HuggingFace.Load(folder.Path);
        Assert.True(again.Head!.IsQuantized);
        AssertSame(dense, again);
    }

    private static LanguageModel Load(bool tied, bool configured, bool packs)
    {
        using var folder = new TemporaryFolder();
        var config = JsonNode.Parse(File.ReadAllText(Golden.PathOf($"{Source}/config.json")))!.AsObject();
        config["tie_word_embeddings"] = tied;
        if (!configured)
            config.Remove("quantization_config");
        File.WriteAllText(folder.In("config.json"), config.ToJsonString());
        using (var file = SafeTensorsFile.Open(Golden.PathOf($"{Source}/model.safetensors")))
        {
            SafeTensorsWriter.Write(
                folder.In("model.safetensors"),
                file.Names.SelectMany(name => name == Head ? HeadOf(file.Read(name), packs) : [(name, file.Read(name))]));
        }
        return HuggingFace.Load(folder.Path);
    }

    private static IEnumerable<(string Name, RawTensor Tensor)> HeadOf(RawTensor raw, bool packs)
    {
        var tensor = Nf4Tensor.Quantize(raw.ToSingle(), raw.Shape);
        if (packs)
            return Nf4Checkpoint.ToTensors(Head, tensor);
        float[] values = new float[tensor.ElementCount];
        tensor.Dequantize(values);
        using var dense = Tensor.From(values, raw.Shape);
        return [(Head, new RawTensor(ScalarType.Float32, raw.Shape, dense.ToBytes()))];
    }

    private static void AssertSame(LanguageModel expected, LanguageModel actual)
    {
        using var noGrad = new NoGrad();
        var tokens = Tensor.From([1L, 2, 3, 4, 5], 1, 5);
        float[] right = expected.Forward(tokens).Logits.ToArray<float>(), ours = actual.Forward(tokens).Logits.ToArray<float>();
        Assert.All(right.Zip(ours), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-4));
    }
}
