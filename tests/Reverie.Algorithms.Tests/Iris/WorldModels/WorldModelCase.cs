using Reverie.Algorithms.Iris.Losses;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Iris.WorldModels;

/// <summary>The world models that the suite runs over, small.</summary>
internal sealed class WorldModelCase : IDisposable
{
    internal const int K = 4, Vocabulary = 12, Actions = 5, Blocks = 6;

    private static readonly string[] Sizes = ["num_layers=2", "num_heads=2", "embed_dim=16", "embed_pdrop=0", "resid_pdrop=0", "attn_pdrop=0"];

    private static readonly Dictionary<string, string> Families = new()
    {
        ["gpt2"] = "model_type:gpt2,n_layer:2,n_embd:16,n_head:2,n_positions:128",
        ["llama"] = "model_type:llama,num_hidden_layers:2,hidden_size:16,num_attention_heads:2,num_key_value_heads:1,intermediate_size:32",
        ["mamba"] = "model_type:mamba,num_hidden_layers:2,hidden_size:16,intermediate_size:32,state_size:4,time_step_rank:2",
        ["rwkv"] = "model_type:rwkv,num_hidden_layers:2,hidden_size:16,attention_hidden_size:16,intermediate_size:32",
        ["gpt_neox"] = "model_type:gpt_neox,num_hidden_layers:2,hidden_size:16,num_attention_heads:2,intermediate_size:32",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = new(7);

    internal WorldModelCase(string name)
    {
        Overrides = [.. Settings(name.Split(' ')).Select(text => $"world_model.{text}")];
        Options = SmokeRun.Load(Overrides).Options.WorldModel;
        Model = WorldModelFactory.Create(Options, Vocabulary, Actions, _generator, default);
    }

    internal static IEnumerable<string> Names =>
    [
        "ncp_single_step", "ncp_multi_step", "ncp_multi_step ltc", "ncp_single_step framed",
        "transformer", "transformer queries", "transformer previous", "transformer frame", "transformer framed", "transformer frozen",
        .. Families.Keys.SelectMany(family => (string[])[family, $"{family} queries", $"{family} frame"]),
        "gpt2 pretrained", "gpt2 pretrained frozen", "gpt2 pretrained frozen_without_last", "gpt2 pretrained peft", "gpt2 pretrained peft queries",
        "mamba pretrained peft", "llama pretrained peft 4bit", "gpt2 pretrained framed frozen",
        "gpt2 pretrained peft words", "gpt2 pretrained frozen words queries", "gpt2 pretrained frozen words frame", "llama pretrained words framed",
        "gpt2 pretrained peft through_words", "llama pretrained frozen through_words queries",
    ];

    /// <summary>What to say to have it in a run.</summary>
    internal string[] Overrides { get; }

    internal WorldModelOptions Options { get; }

    internal WorldModel Model { get; }

    /// <summary>The weights that a pretrained model's folder holds, by name; empty where there is no folder.</summary>
    internal Dictionary<string, float[]> Pretrained { get; private set; } = [];

    /// <summary>Where they lie.</summary>
    internal string PretrainedFolder => _folder.Path;

    /// <summary>The same world model, begun with other draws.</summary>
    internal WorldModel MakeAnother(bool weightsFollow = false)
    {
        using var generator = new Generator(8);
        return WorldModelFactory.Create(Options, Vocabulary, Actions, generator, default, weightsFollow);
    }

    internal WorldModelBatch Batch(int rows = 3, int steps = Blocks)
    {
        var ends = Tensor.Zeros([rows, steps], ScalarType.Int64);
        return new(
            Tensor.Randint(0, Vocabulary, [rows, steps, K], _generator), Tensor.Randint(0, Actions, [rows, steps], _generator),
            (Tensor.Randint(0, 3, [rows, steps], _generator) - 1).Float(), ends, Tensor.Ones([rows, steps], ScalarType.Bool));
    }

    public void Dispose()
    {
        Model.Dispose();
        _generator.Dispose();
        _folder.Dispose();
    }

    private List<string> Settings(string[] words)
    {
        var all = new List<string> { $"tokens_per_block={K + 1}", $"max_blocks={Blocks}" };
        all.AddRange(words[0] switch
        {
            "transformer" => Sizes,
            "ncp_single_step" or "ncp_multi_step" =>
            [
                $"type={words[0]}", "embed_dim=8", "embed_pdrop=0", "circuit.units=40", "circuit.output_size=16", "circuit.dropout=0", "num_layers=10", "num_heads=4",
                "resid_pdrop=0.1", "attn_pdrop=0.1",
            ],
            _ => [.. Language(words), "num_layers=10", "num_heads=4", "embed_dim=256", "embed_pdrop=0.1", "resid_pdrop=0.1", "attn_pdrop=0.1"],
        });
        foreach (string word in words)
        {
            all.AddRange(word switch
            {
                "ltc" => ["circuit.kind=ltc"],
                "queries" or "previous" or "frame" => [$"next_tokens={word}"],
                "frozen" => ["frozen=true"],
                "frozen_without_last" => ["frozen=1"],
                "framed" => ["post_embed=true", "pre_transformer_layer=true", "post_transformer_layer=true"],
                "peft" => ["hf_model.peft=true", "hf_model.rank=4"],
                "words" => ["observation_embedding=language_model", "observation_head=language_model"],
                "through_words" => ["through_words=true"],
                "4bit" => ["hf_model.load_in_4bit=true"],
                _ => (string[])[],
            });
        }
        return all;
    }

    private string[] Language(string[] words)
    {
        string config = Families[words[0]];
        if (!words.Contains("pretrained"))
            return ["type=llm", "hf_model.from_pretrained=false", $"hf_model.config={{{config}}}"];
        using var scope = new TensorScope();
        var settings = config.Split(',').Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => (object)(int.TryParse(pair[1], out int n) ? n : pair[1]));
        settings["vocab_size"] = 20;
        using var model = LanguageModel.Create(HuggingFace.ParseConfig(System.Text.Json.JsonSerializer.SerializeToElement(settings)), _generator);
        model.Save(_folder.Path);
        Pretrained = model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToArray<float>());
        return ["type=llm", $"hf_model.name={_folder.Path}"];
    }
}
