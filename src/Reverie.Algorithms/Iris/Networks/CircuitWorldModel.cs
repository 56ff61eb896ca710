using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// A world model that takes a whole step at once: the embeddings of a frame's K tokens and of the action, side by side, go through a
/// recurrent backbone, and from its output come the K tokens of the next frame, independent of each other, the reward and the end. Its
/// memory is carried through the imagination without a limit.
/// </summary>
public sealed class CircuitWorldModel : FrameWorldModel
{
    private const int HeadWidth = 128;

    private readonly Embedding _observations, _actions;
    private readonly Sequential _headObservations, _headRewards, _headEnds;

    /// <param name="observationVocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="options">The shape of sequences, and the size and dropout of the embeddings.</param>
    /// <param name="backbone">Makes the backbone for inputs of so many numbers.</param>
    /// <param name="generator">Draws the initial weights of everything but the backbone.</param>
    public CircuitWorldModel(
        long observationVocabulary, long actions, TransformerOptions options, Func<long, ISequenceBackbone> backbone, Generator? generator = null)
        : base(observationVocabulary, actions, options)
    {
        int width = options.EmbeddingSize;
        Backbone = backbone((long)options.TokensPerBlock * width);
        if (Backbone is Module module)
            Child("circuits", module);
        long output = Backbone.OutputSize;
        _observations = Initialised("observation_emb", new Embedding(observationVocabulary, width, generator), generator);
        _actions = Initialised("action_emb", new Embedding(actions, width, generator), generator);
        _headObservations = Initialised("head_observations", Head.Classifier(output, observationVocabulary * TokensPerObservation, generator), generator);
        _headRewards = Initialised("head_rewards", Narrow(output, 3, generator), generator);
        _headEnds = Initialised("head_ends", Narrow(output, 2, generator), generator);
    }

    public override ISequenceBackbone Backbone { get; }

    public override IBackboneState CreateState(long batch) => Backbone.CreateState(batch, Options.MaxBlocks);

    internal override bool HasRoom(IBackboneState state, bool predictNext) => true;

    public override (Tensor Observations, Tensor Rewards, Tensor Ends) Forward(Tensor tokens, Tensor actions, IBackboneState? state = null)
    {
        var x = Tensor.Cat([_observations.Forward(tokens), _actions.Forward(actions).Unsqueeze(2)], 2).Flatten(2); // [B, L, (K + 1) E]
        var outputs = Backbone.Forward(F.Dropout(x, Options.EmbeddingDropout, Training), state);
        var frames = _headObservations.Forward(outputs).View(tokens.Size(0), tokens.Size(1), TokensPerObservation, ObservationVocabulary);
        return (frames, _headRewards.Forward(outputs), _headEnds.Forward(outputs));
    }

    private static Sequential Narrow(long input, long classes, Generator? generator) =>
        new(new Linear(input, HeadWidth, generator: generator), new Activation(F.Relu), new Linear(HeadWidth, classes, generator: generator));
}
