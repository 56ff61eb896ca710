using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Language.Adapters;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tests.Models;

/// <summary>Folders and adapters as people of the field have them: right numbers, or one sentence; see golden/loading.</summary>
public sealed class StrangersFolderTests
{
    private const string Base = "loading/llama-tiny";

    [Theory]
    [InlineData("loading/02-nf4-skip-modules")]
    [InlineData("loading/03-nf4-parts-in-two-shards/sh-absmax")]
    [InlineData("loading/03-nf4-parts-in-two-shards/sh-allparts")]
    [InlineData("loading/12-tied-with-own-head")]
    public void Load_OddFolder_GivesTheRightLogits(string name)
    {
        using var scope = new TensorScope();
        using var model = HuggingFace.Load(Golden.PathOf(name));
        AssertReference(name, model);
        using var folder = new TemporaryFolder();
        model.Save(folder.Path);
        using var again = HuggingFace.Load(folder.Path);
        AssertReference(name, again);
    }

    [Theory]
    [InlineData("alora")]
    [InlineData("arrow")]
    [InlineData("bdlora")]
    [InlineData("init-corda")]
    [InlineData("init-loftq")]
    [InlineData("init-lora_ga")]
    [InlineData("init-olora")]
    [InlineData("init-pissa")]
    public void LoadAdapter_ChangesMoreThanBA_IsRefused(string name)
    {
        var e = Assert.Throws<NotSupportedException>(() => LoraConfig.Load(Golden.PathOf($"loading/04-adapter-inits/{name}")));
        Assert.Contains("adapter_config.json asks for", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kasa_config", "{\"k\": 1}", false)]
    [InlineData("unheard_of", "3", false)]
    [InlineData("ensure_weight_tying", "true", false)]
    [InlineData("target_parameters", "[\"a\"]", false)]
    [InlineData("use_dora", "true", false)]
    [InlineData("use_qalora", "true", false)]
    [InlineData("layer_replication", "[[0, 2]]", false)]
    [InlineData("trainable_token_indices", "[1]", false)]
    [InlineData("lora_bias", "true", false)]
    [InlineData("bias", "\"all\"", false)]
    [InlineData("use_dora", "false", true)]
    [InlineData("layers_to_transform", "1", true)]
    [InlineData("modules_to_save", "\"lm_head\"", true)]
    [InlineData("unheard_of", "false", true)]
    [InlineData("unheard_of", "{}", true)]
    [InlineData("init_lora_weights", "\"eva\"", true)]
    [InlineData("init_lora_weights", "false", true)]
    [InlineData("loftq_config", "{\"loftq_bits\": 4}", true)]
    public void LoadAdapter_UnknownKey_IsRefusedWhereItAsksForSomething(string key, string value, bool loads)
    {
        using var folder = AdapterWith(key, value);
        if (loads)
            Assert.Equal(4, LoraConfig.Load(folder.Path).Rank);
        else
            Assert.Contains(key, Assert.Throws<NotSupportedException>(() => LoraConfig.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emb-a")]
    [InlineData("emb-b")]
    [InlineData("head-c")]
    [InlineData("norm-x")]
    public void LoadAdapter_OtherBaseWeightsInTheFile_IsRefusedByName(string name)
    {
        using var model = HuggingFace.Load(Golden.PathOf(Base));
        var e = Assert.Throws<InvalidDataException>(() => LoraAdapter.Load(model, Golden.PathOf($"loading/09-adapter-with-embedding/{name}")));
        Assert.Contains("base_model.model.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadAdapter_TargetIsSavedWholeToo_GetsNoAdapter()
    {
        using var scope = new TensorScope();
        using var model = HuggingFace.Load(Golden.PathOf(Base));
        var adapter = LoraAdapter.Load(model, Golden.PathOf("loading/15-layers-to-transform/both-head"));
        Assert.DoesNotContain(adapter.Targets, target => target.Name == "lm_head");
        AssertReference("loading/15-layers-to-transform/both-head", model);
    }

    [Theory]
    [InlineData("lay-empty", 2)]
    [InlineData("lay-full", 1)]
    [InlineData("lay-patestr", 1)]
    [InlineData("pyregex", 2)]
    public void Attach_LayersAsPeftTakesThem_FindsItsModules(string name, int count)
    {
        using var model = HuggingFace.Load(Golden.PathOf(Base));
        using var generator = new Generator(0);
        var adapter = LoraAdapter.Attach(model, LoraConfig.Load(Golden.PathOf($"loading/15-layers-to-transform/{name}")), generator);
        Assert.Equal(count, adapter.Targets.Count);
    }

    [Theory]
    [InlineData("r", "0", "'r'")]
    [InlineData("r", "\"x\"", "'r'")]
    [InlineData("target_modules", "\"(a\"", "'target_modules'")]
    [InlineData("rank_pattern", "{\"(\": 1}", "'rank_pattern'")]
    [InlineData("target_modules", "7", "'target_modules'")]
    [InlineData("layers_pattern", "\"layers\"", "'layers_pattern'")]
    public void LoadAdapter_MalformedEntry_IsNamedWithItsFile(string key, string value, string expected)
    {
        using var folder = AdapterWith(key, value);
        var e = Assert.Throws<InvalidDataException>(() => LoraConfig.Load(folder.Path));
        Assert.Contains("adapter_config.json", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_ExpressionThatBacktracksForEver_EndsSoon()
    {
        using var folder = AdapterWith("target_modules", "\"((a|[a-z._0-9])+)+!(?=x)\"");
        using var model = HuggingFace.Load(Golden.PathOf(Base));
        using var generator = new Generator(0);
        var e = Assert.Throws<ArgumentException>(() => LoraAdapter.Attach(model, LoraConfig.Load(folder.Path), generator));
        Assert.Contains("takes too long", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("dotdot")]
    [InlineData("bindotdot")]
    [InlineData("null")]
    [InlineData("empty")]
    public void Load_ShardOutsideTheFolder_IsRefusedByItsEntry(string name)
    {
        var e = Assert.Throws<InvalidDataException>(() => HuggingFace.Load(Golden.PathOf($"loading/06-shard-index-paths/{name}")));
        Assert.Contains(".index.json: the entry '", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\"}", "factor")]
    [InlineData("rope_scaling", "{\"type\": \"linear\"}", "factor")]
    [InlineData("rope_scaling", "{\"factor\": 2}", "rope_type")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 1, \"high_freq_factor\": 4}", "original_max")]
    [InlineData("rope_scaling", "3", "rope_scaling")]
    [InlineData("partial_rotary_factor", "0.5", "partial_rotary_factor")]
    [InlineData("logit_scale", "2", "logit_scale")]
    [InlineData("num_attention_heads", "0", "num_attention_heads")]
    [InlineData("num_attention_heads", "3", "num_attention_heads")]
    [InlineData("num_hidden_layers", "-1", "num_hidden_layers")]
    [InlineData("head_dim", "7", "head_dim")]
    [InlineData("vocab_size", "4294967297", "vocab_size")]
    public void ParseConfig_SettingThatIsNotObeyed_IsRefusedByName(string key, string value, string named)
    {
        var e = Record.Exception(() => Parse(key, value));
        Assert.True(e is InvalidDataException or NotSupportedException, e?.ToString());
        Assert.Contains(named, e!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch_dtype", "\"bfloat16\"")]
    [InlineData("eos_token_id", "[1, 2]")]
    [InlineData("logit_scale", "null")]
    [InlineData("partial_rotary_factor", "1.0")]
    [InlineData("pretraining_tp", "2")]
    [InlineData("rope_parameters", "{\"rope_type\": \"default\", \"rope_theta\": 10000.0}")]
    public void ParseConfig_HarmlessSetting_IsTaken(string key, string value) => Assert.Equal(16, Parse(key, value).HiddenSize);

    [Theory]
    [MemberData(nameof(FuzzedConfigs))]
    public void LoadConfig_FuzzedFile_IsOneSentence(string file)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.PathOf($"loading/fuzz/{file}"), folder.In(file.StartsWith("adapter", StringComparison.Ordinal) ? "adapter_config.json" : "config.json"));
        var e = Record.Exception(() => _ = file.StartsWith("adapter", StringComparison.Ordinal)
            ? (object)LoraConfig.Load(folder.Path) : HuggingFace.LoadConfig(folder.Path));
        Assert.True(e is null or InvalidDataException or NotSupportedException, e?.ToString());
    }

    public static TheoryData<string> FuzzedConfigs =>
        new(Directory.GetFiles(Golden.PathOf("loading/fuzz"), "*.json").Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("shard", StringComparison.Ordinal)));

    [Fact]
    public void Load_TiedModelWithItsHeadOnly_TakesTheHeadForTheTable()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        var config = JsonNode.Parse(File.ReadAllText(Golden.PathOf($"{Base}/config.json")))!;
        config["tie_word_embeddings"] = true;
        File.WriteAllText(folder.In("config.json"), config.ToJsonString());
        using (var file = SafeTensorsFile.Open(Golden.PathOf($"{Base}/model.safetensors")))
        {
            SafeTensorsWriter.Write(
                folder.In("model.safetensors"), file.Names.Where(name => name != "model.embed_tokens.weight").Select(name => (name, file.Read(name))),
                new Dictionary<string, string> { ["model.embed_tokens.weight"] = "lm_head.weight" });
        }
        using var plain = HuggingFace.Load(Golden.PathOf(Base));
        using var model = HuggingFace.Load(folder.Path);
        Assert.Equal(plain.Head!.Weight!.ToBytes(), model.Backbone.Tokens!.Weight.ToBytes());
    }

    [Fact]
    public void Load_PackedBytesOfAnotherType_GivesTheSameNumbers()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var folder = new TemporaryFolder();
        string source = Golden.PathOf("loading/02-nf4-skip-modules");
        File.Copy(Path.Combine(source, "config.json"), folder.In("config.json"));
        using (var file = SafeTensorsFile.Open(Path.Combine(source, "model.safetensors")))
        {
            SafeTensorsWriter.Write(folder.In("model.safetensors"), file.Names.Select(name => (name, Restored(file.Read(name)))));
        }
        using var model = HuggingFace.Load(folder.Path);
        AssertReference("loading/02-nf4-skip-modules", model);

        static RawTensor Restored(RawTensor raw) => raw.Type == ScalarType.UInt8 && raw.Shape is [var bytes, 1] && bytes % 2 == 0
            ? new RawTensor(ScalarType.BFloat16, [bytes / 2, 1], raw.Data) : raw;
    }

    [Fact]
    public void Load_AsFloat16_IsRefusedBeforeTheFirstOperator() =>
        Assert.Contains("Float32", Assert.Throws<NotSupportedException>(
            () => HuggingFace.Load(Golden.PathOf(Base), new LoadOptions { Type = ScalarType.Float16 })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("mamba-tiny", "1,1,0,0")]
    [InlineData("mamba-tiny", "1,0,0,1")]
    [InlineData("mamba-tiny", "0,0,0,0")]
    [InlineData("rwkv-tiny", "1,1,0,0")]
    [InlineData("rwkv-tiny", "1,0,0,1")]
    [InlineData("rwkv-tiny", "0,0,0,0")]
    public void Forward_PaddingAnywhereInARecurrentModel_LeavesTheStateAlone(string name, string mask)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var model = HuggingFace.Load(Golden.PathOf($"seqmodels/models/{name}"));
        long[] visible = [.. mask.Split(',').Select(long.Parse)];
        long[] tokens = [3, 4, 5, 6], real = [.. tokens.Where((_, i) => visible[i] == 1)];
        using var padded = model.CreateState(2, 8);
        using var plain = model.CreateState(1, 8);
        // Behind a past, so that padding has something to disturb.
        model.Forward(Tensor.From([7L, 8, 7, 8], 2, 2), state: padded);
        model.Forward(Tensor.From([7L, 8], 1, 2), state: plain);
        long[] all = [1, 1, .. visible, 1, 1, 1, 1, 1, 1];
        var inside = model.Forward(Tensor.From([.. tokens, .. tokens], 2, 4), Tensor.From(all, 2, 6), state: padded).Logits.Narrow(0, 0, 1);
        if (real.Length > 0)
        {
            var expected = model.Forward(Tensor.From(real, 1, real.Length), state: plain).Logits;
            int last = Array.LastIndexOf(visible, 1);
            Assert.InRange(Close.Distance(expected.Select(1, real.Length - 1), inside.Select(1, last)), 0, 1e-4);
        }
        var after = model.Forward(Tensor.From([9L, 9], 2, 1), state: padded).Logits.Narrow(0, 0, 1);
        Assert.InRange(Close.Distance(model.Forward(Tensor.From([9L], 1, 1), state: plain).Logits, after), 0, 1e-4);
    }

    private static LanguageModelConfig Parse(string key, string value)
    {
        var json = JsonNode.Parse(File.ReadAllText(Golden.PathOf($"{Base}/config.json")))!;
        json[key] = JsonNode.Parse(value);
        return HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(json));
    }

    private static TemporaryFolder AdapterWith(string key, string value)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("adapter_config.json"), new JsonObject
        {
            ["peft_type"] = "LORA",
            ["r"] = 4,
            ["lora_alpha"] = 8,
            ["target_modules"] = new JsonArray("q_proj"),
            [key] = JsonNode.Parse(value),
        }.ToJsonString());
        return folder;
    }

    private static void AssertReference(string name, LanguageModel model)
    {
        using var noGrad = new NoGrad();
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Golden.PathOf($"{name}/ref.bin"))).ToArray();
        float[] logits = model.Forward(Tensor.From([1L, 2, 3, 4, 5], 1, 5)).Logits.ToArray<float>();
        Assert.Equal(expected.Length, logits.Length);
        Assert.All(expected.Zip(logits), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-4));
    }
}
