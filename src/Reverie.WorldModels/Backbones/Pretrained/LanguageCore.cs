using System.Text.Json;
using Reverie.Language;
using Reverie.Language.Adapters;
using Reverie.Language.Models;
using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones.Pretrained;

/// <summary>
/// A language model without its words, as a sequence backbone: it reads embeddings of whatever one gives it, and what it says are hidden
/// states.
/// </summary>
public sealed class LanguageCore : Module, ISequenceBackbone
{
    private readonly ScalarType _type;

    /// <param name="model">The model, as it shall be trained; its weights are left as they are.</param>
    /// <param name="type">The element type that it computes in.</param>
    public LanguageCore(LanguageModel model, ScalarType type = ScalarType.Float32)
    {
        Model = Child("model", model);
        _type = type;
    }

    public LanguageModel Model { get; }

    public long InputSize => Model.Config.HiddenSize;

    public long OutputSize => Model.Config.HiddenSize;

    public IBackboneState CreateState(long batch, long capacity) => Model.Backbone.CreateState(batch, capacity);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null)
    {
        var typed = new SequenceInput(input.Embeddings.To(_type), input.AttentionMask, input.Positions);
        return Model.Backbone.Forward(typed, state).Float();
    }

    /// <summary>Makes the model that the options describe, with adapters where they ask for them.</summary>
    /// <param name="options">Which model, and how.</param>
    /// <param name="folder">Its folder; null where the options give an architecture.</param>
    /// <param name="generator">Draws random weights and adapters.</param>
    /// <exception cref="InvalidDataException">The folder's files are damaged or do not fit each other, or the architecture cannot be built.</exception>
    /// <exception cref="NotSupportedException">The family, or a setting of it, is not supported.</exception>
    public static LanguageCore Create(LanguageCoreOptions options, string? folder, Generator generator)
    {
        var type = options.Dtype == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var load = new LoadOptions
        {
            Type = type,
            TokenEmbeddings = false,
            Quantization = options.LoadIn4Bit ? new QuantizationConfig(options.DoubleQuant) : null,
        };
        var model = folder is not null && options.FromPretrained
            ? HuggingFace.Load(folder, load)
            : LanguageModel.Create(folder is null ? Parse(options.Config) : HuggingFace.LoadConfig(folder), generator, load);
        model.Backbone.GradientCheckpointing = options.GradientCheckpointing;
        if (options.Peft)
            LoraAdapter.Attach(model, Adapter(options), generator);
        return new LanguageCore(model, type);
    }

    private static LoraConfig Adapter(LanguageCoreOptions options) => new()
    {
        Rank = options.Rank,
        Alpha = options.Alpha,
        Dropout = options.LoraDropout,
        TargetModules = options.TargetModules.Count == 0 ? ModuleNames.Matching(LoraConfig.AllLinear) : ModuleNames.Of(options.TargetModules),
    };

    private static LanguageModelConfig Parse(IReadOnlyDictionary<string, object?> settings)
    {
        // A model without words needs no vocabulary, but its configuration does.
        var all = new Dictionary<string, object?>(settings);
        all.TryAdd("vocab_size", 1);
        return HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(all), "hf_model.config");
    }
}
