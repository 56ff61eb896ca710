using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.Language.Models;

/// <summary>
/// A language model: token embedding, backbone, output layer. Parameter names are those of Hugging Face's class with the output
/// layer (<c>transformer.h.0.attn.c_attn.weight</c>, <c>lm_head.weight</c>).
/// </summary>
public sealed class LanguageModel : Module
{
    private const long IgnoredLabel = -100;

    /// <param name="config">The architecture.</param>
    /// <param name="weights">Where the numbers come from.</param>
    public LanguageModel(LanguageModelConfig config, WeightFactory weights)
    {
        Config = config;
        Backbone = Child(config.BackboneName, config.CreateBackbone(weights));
        if (!weights.TokenEmbeddings)
            return;
        Head = Child(
            config.HeadName,
            config.TieWordEmbeddings
                ? new TiedProjection(Backbone.Tokens!)
                : new Projection(weights, config.HiddenSize, config.VocabularySize, false, config.InitializerRange, quantizable: false));
    }

    public LanguageModelConfig Config { get; }

    public LanguageBackbone Backbone { get; }

    /// <summary>The output layer; null where the model was built without tokens.</summary>
    public Projection? Head { get; private set; }

    /// <summary>A model with the weights of a folder, in one file or in shards.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or the weights are not those of the configuration.</exception>
    internal static LanguageModel Load(LanguageModelConfig config, string folder, LoadOptions? options)
    {
        options ??= new LoadOptions();
        var quantization = config.Quantization ?? options.Quantization;
        options.Check();
        LanguageModel model;
        try
        {
            model = new LanguageModel(config, WeightFactory.Empty(options.Type, quantization, options.TokenEmbeddings));
        }
        catch (Exception e) when (e is TorchException or OverflowException or OutOfMemoryException)
        {
            throw new InvalidDataException(
                $"{folder}: {LanguageModelConfig.FileName} describes a network that cannot be built here; its sizes are too large.", e);
        }
        try
        {
            new WeightLoader(model, folder, options.Type, quantization).Load();
        }
        catch
        {
            model.Dispose();
            throw;
        }
        model.Eval();
        return model;
    }

    /// <summary>A model with random weights.</summary>
    public static LanguageModel Create(LanguageModelConfig config, Generator generator, LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        options.Check();
        return new LanguageModel(config, WeightFactory.Random(generator, options.Type, config.Quantization ?? options.Quantization, options.TokenEmbeddings));
    }

    /// <summary>Writes a Hugging Face folder that Reverie and other tools read.</summary>
    public void Save(string folder) => WeightSaver.Save(this, folder);

    /// <summary>An empty state for a batch.</summary>
    public IBackboneState CreateState(long batch, long capacity) => Backbone.CreateState(batch, capacity);

    /// <summary>Runs the model on tokens.</summary>
    /// <param name="tokens">Integers [B, T].</param>
    /// <param name="attentionMask">[B, past + T], 0 where a step is padding; null: none is.</param>
    /// <param name="positions">[B, T]; null: counted on from the state. With left padding see <see cref="PositionsOf"/>.</param>
    /// <param name="state">Continued and advanced in place.</param>
    /// <param name="hiddenStates">Whether to give all hidden states.</param>
    public LanguageModelOutput Forward(Tensor tokens, Tensor? attentionMask = null, Tensor? positions = null, IBackboneState? state =
        null, bool hiddenStates = false)
    {
        if (tokens.Dim != 2)
            throw new ArgumentException($"The tokens are {tokens} but must be [batch, steps].", nameof(tokens));
        if (Head is not TiedProjection tied)
            return Forward(new SequenceInput(Backbone.Embed(tokens), attentionMask, positions), state, hiddenStates);
        var (rows, table) = Backbone.Tokens!.ForwardTied(tokens);
        return Forward(new SequenceInput(rows, attentionMask, positions), state, hiddenStates, last => tied.Forward(last.To(table.DType), table));
    }

    /// <summary>Runs the model on embeddings.</summary>
    public LanguageModelOutput Forward(SequenceInput input, IBackboneState? state = null, bool hiddenStates = false) =>
        Forward(input, state, hiddenStates, Logits);

    /// <summary>The output layer alone.</summary>
    /// <param name="hidden">[..., H]</param>
    /// <returns>[..., V]</returns>
    public Tensor Logits(Tensor hidden)
    {
        var head = Head ?? throw new InvalidOperationException("This model was built without tokens, so it has no logits.");
        // A head in 4 bits computes in the type of what comes in.
        return head.Forward(head.Weight is { } weight ? hidden.To(weight.DType) : hidden);
    }

    /// <summary>Cross entropy of each step's logits against the next step's label, averaged; the shift is done here.</summary>
    /// <param name="logits">[B, T, V]</param>
    /// <param name="labels">Integers [B, T], -100 where nothing is to be predicted.</param>
    public static Tensor Loss(Tensor logits, Tensor labels)
    {
        // Labels move instead of logits, which are large: the last step has nothing to predict.
        var next = F.Pad(labels.Narrow(1, 1, labels.Size(1) - 1), [0, 1], IgnoredLabel).Reshape(-1); // [B T]
        return F.TokenLosses(logits.Reshape(-1, logits.Size(2)), next, IgnoredLabel).Sum() / next.Ne(IgnoredLabel).Sum();
    }

    /// <summary>Positions that count only real steps, for left-padded rows.</summary>
    /// <param name="attentionMask">[B, T], 0 where a step is padding.</param>
    public static Tensor PositionsOf(Tensor attentionMask) => (attentionMask.Long().CumSum(1) - 1).Clamp(0).Long();

    private LanguageModelOutput Forward(SequenceInput input, IBackboneState? state, bool hiddenStates, Func<Tensor, Tensor> logits)
    {
        var list = hiddenStates ? new List<Tensor>() : null;
        var last = Backbone.Forward(input, state, list);
        return new LanguageModelOutput(logits(last), last, list ?? []);
    }

    /// <summary>Gives a tied output layer a weight of its own, equal to the token embedding now.</summary>
    public void Untie()
    {
        if (Head is not TiedProjection tied)
            return;
        var table = tied.Weight!;
        var factory = WeightFactory.Empty(table.DType);
        var own = new Projection(factory, tied.InputSize, tied.OutputSize, false, 0, quantizable: false);
        using (new NoGrad())
            own.Weight!.CopyFrom(table);
        own.Weight!.RequiresGrad = table.RequiresGrad;
        tied.HandOver(own);
        ReplaceChild(Config.HeadName, own);
        Head = own;
    }
}
