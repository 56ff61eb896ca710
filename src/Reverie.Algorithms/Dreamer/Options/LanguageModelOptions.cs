using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Torch;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The language model that remembers, where <c>recurrent_model.cell</c> says that one does.</summary>
public sealed record LanguageModelOptions : IValidatableObject
{
    /// <summary>K, vectors that stand beside each other in one step, with <c>cell=pseudo_tokens</c>; a memory along time has no use for it.</summary>
    [Range(2, 1024)]
    public int SeqLen { get; init; } = 4;

    /// <summary>Whether it rests and low-rank adapters learn in its place.</summary>
    public bool Peft { get; init; }

    /// <summary>Whether it begins with pretrained weights; otherwise they are random.</summary>
    public bool FromPretrained { get; init; }

    /// <summary>A folder in Hugging Face's layout, or a name such as <c>state-spaces/mamba-130m-hf</c> or <c>reverie/grid-gpt2</c>; null: see <see cref="Config"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Branch, tag or commit of a model that is named.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Without a name: its architecture, in the keys of its family's <c>config.json</c> (<c>model_type: mamba</c>, ...).</summary>
    public IReadOnlyDictionary<string, object?> Config { get; init; } = new Dictionary<string, object?>();

    /// <summary>Element type of its weights in memory; <c>bfloat16</c> is for weights that rest, beside adapters.</summary>
    public Precision Dtype { get; init; } = Precision.Float32;

    /// <summary>Keep its projections in 4 bits; they rest, and adapters learn.</summary>
    [JsonPropertyName("load_in_4bit")]
    public bool LoadIn4Bit { get; init; }

    /// <summary>Whether the scales of the 4-bit blocks are themselves kept in 8 bits.</summary>
    public bool DoubleQuant { get; init; } = true;

    /// <summary>Rank of the adapters.</summary>
    [Range(1, 4096)]
    public int Rank { get; init; } = 8;

    /// <summary>The adapters' addition is scaled by alpha / rank.</summary>
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 32;

    /// <summary>Modules with adapters, by the last parts of their names; empty: every projection.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [];

    /// <summary>Recompute each block in backward: less memory, a third more time.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Whether it is said which model.</summary>
    internal bool IsGiven => Name is not null || Config.Count > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is not null && Config.Count > 0)
        {
            yield return new(
                "'hf_model.name' and 'hf_model.config' are both given; give one of them (algo=llm_dreamer_pretrained has no config, and ~algo.world_model.hf_model.config "
                + "takes it out).",
                ["name", "config"]);
        }
        if (FromPretrained && Name is null)
            yield return new("'hf_model.from_pretrained' needs weights; give hf_model.name=NAME_OR_FOLDER, or set it to false.", ["from_pretrained"]);
        if (LoadIn4Bit && !FromPretrained)
            yield return new("'hf_model.load_in_4bit' is for pretrained weights; set from_pretrained=true with hf_model.name, or leave it out.", ["load_in_4bit"]);
        if (!Peft && (LoadIn4Bit || Dtype != Precision.Float32))
            yield return new("Weights in 4 bits or in bfloat16 cannot be trained themselves; add hf_model.peft=true, or load them in float32.", ["peft"]);
    }

    internal LanguageCoreOptions ToCore() => new()
    {
        Name = Name,
        Revision = Revision,
        FromPretrained = FromPretrained,
        Config = Config,
        Dtype = Dtype,
        LoadIn4Bit = LoadIn4Bit,
        DoubleQuant = DoubleQuant,
        Peft = Peft,
        Rank = Rank,
        Alpha = Alpha,
        TargetModules = TargetModules,
        GradientCheckpointing = GradientCheckpointing,
    };
}
