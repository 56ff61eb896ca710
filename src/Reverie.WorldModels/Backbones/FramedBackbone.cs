using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones.Pretrained;

namespace Reverie.WorldModels.Backbones;

/// <summary>
/// A backbone between layers of its own width that are trained with the rest: a two-layer perceptron behind the embeddings, which a frozen
/// backbone needs to be spoken to; a linear layer with a ReLU before it and behind it; and, of a language model, its logits over all words, brought
/// back to its width by a linear layer, in the place of its hidden states.
/// </summary>
public sealed class FramedBackbone : Module, ISequenceBackbone, IAttends
{
    private readonly Sequential? _embed;
    private readonly Linear? _before, _behind, _words;

    /// <param name="core">What is framed; where it is a <see cref="Module"/>, it becomes the part named <c>core</c>.</param>
    /// <param name="postEmbed">Adds the perceptron.</param>
    /// <param name="before">Adds the layer before.</param>
    /// <param name="behind">Adds the layer behind.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="throughWords">Whether outputs are made of a language model's logits; it must have been made with its words.</param>
    public FramedBackbone(ISequenceBackbone core, bool postEmbed, bool before, bool behind, Generator? generator = null, bool throughWords = false)
    {
        Core = core;
        if (core is Module module)
            Child("core", module);
        long input = core.InputSize, output = core.OutputSize;
        _embed = postEmbed ? Added("post_embed", new Sequential(Wide(input), new Activation(F.Gelu), Wide(input))) : null;
        _before = before ? Added("pre_transformer_layer", Wide(input)) : null;
        _words = throughWords ? Added("words", new Linear(((LanguageCore)core).Model.Config.VocabularySize, output, generator: generator)) : null;
        _behind = behind ? Added("post_transformer_layer", Wide(output)) : null;

        Linear Wide(long width) => new(width, width, generator: generator);

        T Added<T>(string name, T layer) where T : Module
        {
            WorldModelInit.Apply(layer, generator);
            return Child(name, layer);
        }
    }

    /// <summary>What is framed.</summary>
    public ISequenceBackbone Core { get; }

    public long InputSize => Core.InputSize;

    public long OutputSize => Core.OutputSize;

    public IBackboneState CreateState(long batch, long capacity) => Core.CreateState(batch, capacity);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null)
    {
        var x = Core.Forward(Framed(input), state);
        if (_words is not null)
            x = _words.Forward(((LanguageCore)Core).Model.Logits(x).Float());
        return _behind is null ? x : F.Relu(_behind.Forward(x));
    }

    public Tensor? Attention(SequenceInput last, IBackboneState state) => (Core as IAttends)?.Attention(Framed(last), state);

    private SequenceInput Framed(SequenceInput input)
    {
        var x = _embed is null ? input.Embeddings : input.Embeddings + _embed.Forward(input.Embeddings);
        return new(_before is null ? x : F.Relu(_before.Forward(x)), input.AttentionMask, input.Positions);
    }
}
