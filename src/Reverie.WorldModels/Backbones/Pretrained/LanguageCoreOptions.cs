using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Torch;

namespace Reverie.WorldModels.Backbones.Pretrained;

/// <summary>A language model as the sequence model of a world model.</summary>
public sealed record LanguageCoreOptions : IValidatableObject
{
    /// <summary>A folder in Hugging Face's layout, or a name such as <c>openai-community/gpt2</c> or <c>reverie/grid-gpt2</c>; null: see <see cref="Config"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Branch, tag or commit of a model that is named.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Whether its weights are taken; otherwise only its architecture is, and the weights are random.</summary>
    public bool FromPretrained { get; init; } = true;

    /// <summary>
    /// Without a name: the architecture of a model with random weights, in the keys of its family's <c>config.json</c> (<c>model_type: gpt2</c>,
    /// <c>n_layer: 4</c>, ...).
    /// </summary>
    public IReadOnlyDictionary<string, object?> Config { get; init; } = new Dictionary<string, object?>();

    /// <summary>Element type of its weights in memory; <c>bfloat16</c> is for weights that rest, beside adapters.</summary>
    public Precision Dtype { get; init; } = Precision.Float32;

    /// <summary>Keep its projections in 4 bits (QLoRA, Dettmers et al., 2023); they rest, and adapters learn.</summary>
    [JsonPropertyName("load_in_4bit")]
    public bool LoadIn4Bit { get; init; }

    /// <summary>Whether the scales of the 4-bit blocks are themselves kept in 8 bits.</summary>
    public bool DoubleQuant { get; init; } = true;

    /// <summary>Whether it rests and low-rank adapters learn in its place (LoRA, Hu et al., 2021).</summary>
    public bool Peft { get; init; }

    /// <summary>Rank of the adapters.</summary>
    [Range(1, 4096)]
    public int Rank { get; init; } = 32;

    /// <summary>The adapters' addition is scaled by alpha / rank.</summary>
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 64;

    /// <summary>Dropout before the adapters.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double LoraDropout { get; init; }

    /// <summary>Modules with adapters, by the last parts of their names; empty: every projection.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [];

    /// <summary>Recompute each block in backward: less memory, a third more time.</summary>
    public bool GradientCheckpointing { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is not null && Config.Count > 0)
            yield return new("'hf_model.name' and 'hf_model.config' are both given; give one of them.", ["name", "config"]);
        if (FromPretrained && Name is null && Config.Count > 0)
            yield return new("'hf_model.config' describes a model without weights; set from_pretrained=False, or give hf_model.name.", ["from_pretrained"]);
        if (Name is null && LoadIn4Bit)
            yield return new("'hf_model.load_in_4bit' is for pretrained weights; give hf_model.name, or leave it out.", ["load_in_4bit"]);
        if (!Peft && (LoadIn4Bit || Dtype != Precision.Float32))
            yield return new("Weights in 4 bits or in bfloat16 cannot be trained themselves; add hf_model.peft=True, or load them in float32.", ["peft"]);
        if (Peft && !FromPretrained)
            yield return new("'hf_model.peft' would freeze random weights and learn around them; set from_pretrained=True, or peft=False.", ["peft", "from_pretrained"]);
    }
}
