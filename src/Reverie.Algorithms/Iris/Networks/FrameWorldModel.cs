using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>A world model that foresees a whole frame at once, of the frame before and the action taken in it.</summary>
public abstract class FrameWorldModel : WorldModel
{
    /// <inheritdoc/>
    private protected FrameWorldModel(long observationVocabulary, long actions, TransformerOptions options) : base(observationVocabulary, actions, options)
    {
    }

    /// <summary>What reads the steps.</summary>
    public abstract ISequenceBackbone Backbone { get; }

    public override IDream CreateDream(long batch) => new FrameDream(this, batch);

    public override WorldModelPrediction Predict(Tensor tokens, Tensor actions)
    {
        var (observations, rewards, ends) = Forward(tokens, actions);
        return new(observations.Narrow(1, 0, observations.Size(1) - 1), rewards, ends);
    }

    /// <summary>Those of each segment's first frame are given.</summary>
    public override long ForeseenTokens(long steps, long segments) => (steps - segments) * TokensPerObservation;

    /// <summary>The first frame of a segment is given: it is not predicted, unlike token by token, where its later tokens are.</summary>
    public override WorldModelLosses ComputeLoss(in WorldModelBatch batch)
    {
        var predicted = Predict(batch.ObservationTokens, batch.Actions);
        var labels = WorldModelLabels.Compute(batch);
        var frames = predicted.Observations.Flatten(0, 2); // [B (L - 1) K, V]
        return new(
            HasNextFrames(batch.MaskPadding) ? F.CrossEntropy(frames, WorldModelLabels.NextFrames(batch)) : frames.Sum() * 0, // a mean of none is no number
            F.CrossEntropy(predicted.Rewards.Flatten(0, 1), labels.Rewards),
            F.CrossEntropy(predicted.Ends.Flatten(0, 1), labels.Ends));
    }

    /// <summary>Whether any segment has a second step, so that a frame is predicted.</summary>
    /// <param name="maskPadding">Truth values [B, L].</param>
    internal static bool HasNextFrames(Tensor maskPadding) => maskPadding.Size(1) > 1 && maskPadding.Select(1, 1).Any().ItemInt64() != 0;

    /// <summary>Predictions of what follows each step, continuing from the state where one is given.</summary>
    /// <param name="tokens">Integers [B, L, K].</param>
    /// <param name="actions">Integers [B, L].</param>
    /// <param name="state">What came before; advanced in place.</param>
    /// <returns>Logits of the next frame's tokens [B, L, K, V], of the reward's sign [B, L, 3] and of the end [B, L, 2].</returns>
    public abstract (Tensor Observations, Tensor Rewards, Tensor Ends) Forward(Tensor tokens, Tensor actions, IBackboneState? state = null);

    /// <summary>An empty memory for a batch.</summary>
    public abstract IBackboneState CreateState(long batch);

    /// <summary>How many inputs of the backbone a step is.</summary>
    internal virtual int StepSize => 1;

    /// <summary>The last of the inputs that a memory read last, [B, 1, E]; null where nobody needs to know.</summary>
    /// <param name="tokens">Of the step's frame, integers [B, K].</param>
    /// <param name="actions">Integers [B].</param>
    /// <param name="state">The memory behind it.</param>
    internal virtual Tensor? EmbedLast(Tensor tokens, Tensor actions, IBackboneState state) => null;

    /// <summary>Whether a memory holds another step.</summary>
    /// <param name="state">The memory.</param>
    /// <param name="predictNext">Whether the frame behind that step will be looked at.</param>
    internal abstract bool HasRoom(IBackboneState state, bool predictNext);
}
