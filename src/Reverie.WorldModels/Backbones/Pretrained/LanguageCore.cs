using System.Text.Json;
using Reverie.Language;
using Reverie.Language.Adapters;
using Reverie.Language.Layers;
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
public sealed class LanguageCore : Module, ISequenceBackbone, IAttends
{
    private readonly ScalarType _type;
    private readonly Lazy<PretrainedBase>? _base;

    /// <param name="model">The model, as it shall be trained; its weights are left as they are.</param>
    /// <param name="type">The element type that it computes in.</param>
    public LanguageCore(LanguageModel model, ScalarType type = ScalarType.Float32) : this(model, type, null)
    {
    }

    private LanguageCore(LanguageModel model, ScalarType type, Lazy<PretrainedBase>? pretrained)
    {
        Model = Child("model", model);
        (_type, _base) = (type, pretrained);
    }

    public LanguageModel Model { get; }

    /// <summary>The pretrained weights that it began with, read once to be told apart from others; null where its weights began random.</summary>
    public PretrainedBase? Base => _base?.Value;

    /// <summary>Names in its state of what came from <see cref="Base"/>, learning or not: all but adapters.</summary>
    public IEnumerable<string> PretrainedNames => Pretrained.Select(entry => entry.Name);

    /// <summary>Names in its state of what came from <see cref="Base"/> and does not learn.</summary>
    public IEnumerable<string> RestingNames => Pretrained.Where(entry => !entry.Tensor.RequiresGrad).Select(entry => entry.Name);

    private IEnumerable<(string Name, Tensor Tensor)> Pretrained =>
        _base is null ? [] : StateDict().Where(entry => !entry.Name.Contains(".lora_", StringComparison.Ordinal));

    public long InputSize => Model.Config.HiddenSize;

    public long OutputSize => Model.Config.HiddenSize;

    public IBackboneState CreateState(long batch, long capacity) => Model.Backbone.CreateState(batch, capacity);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null) => Model.Backbone.Forward(Typed(input), state).Float();

    public Tensor? Attention(SequenceInput last, IBackboneState state) => (Model.Backbone as IAttends)?.Attention(Typed(last), state);

    /// <summary>Makes the model that the options describe, with adapters where they ask for them.</summary>
    /// <param name="options">Which model, and how.</param>
    /// <param name="folder">Its folder; null where the options give an architecture.</param>
    /// <param name="generator">Draws random weights and adapters.</param>
    /// <param name="weightsFollow">
    /// Whether all weights are to come from a checkpoint, so that those of the folder are not read first where that can be helped.
    /// </param>
    /// <param name="withWords">Whether its token embedding and output layer come along; a world model that brings its own tokens needs none.</param>
    /// <exception cref="InvalidDataException">The folder's files are damaged or do not fit each other, or the architecture cannot be built.</exception>
    /// <exception cref="NotSupportedException">The family, or a setting of it, is not supported.</exception>
    public static LanguageCore Create(LanguageCoreOptions options, string? folder, Generator generator, bool weightsFollow = false, bool withWords = false)
    {
        var type = options.Dtype == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var load = new LoadOptions
        {
            Type = type,
            TokenEmbeddings = withWords,
            Quantization = options.LoadIn4Bit ? new QuantizationConfig(options.DoubleQuant) : null,
        };
        var model = (folder, options.FromPretrained) switch
        {
            // Only the loader makes weights in 4 bits without numbers in them.
            ({ } whole, true) when !weightsFollow || options.LoadIn4Bit => HuggingFace.Load(whole, load),
            ({ } known, _) when weightsFollow => new LanguageModel(HuggingFace.LoadConfig(known), WeightFactory.Empty(type, tokenEmbeddings: withWords)),
            _ => LanguageModel.Create(folder is null ? Parse(options.Config) : HuggingFace.LoadConfig(folder), generator, load),
        };
        model.Backbone.GradientCheckpointing = options.GradientCheckpointing;
        if (options.Peft)
            LoraAdapter.Attach(model, Adapter(options), generator);
        return new LanguageCore(model, type, folder is not null && options.FromPretrained ? new(() => PretrainedBase.Of(options, folder)) : null);
    }

    private SequenceInput Typed(SequenceInput input) => new(input.Embeddings.To(_type), input.AttentionMask, input.Positions);

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
