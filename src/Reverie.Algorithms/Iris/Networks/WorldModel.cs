using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Losses;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// A world model over tokens: of the frames and actions so far it learns the next frame's tokens, the reward's sign and the end of the
/// episode, and dreams them.
/// </summary>
public abstract class WorldModel : Module
{
    /// <param name="observationVocabulary">Distinct observation tokens.</param>
    /// <param name="actions">Distinct actions.</param>
    /// <param name="options">The shape of sequences: tokens of a frame and its action, steps in the context.</param>
    protected WorldModel(long observationVocabulary, long actions, TransformerOptions options)
    {
        options.Validate();
        (ObservationVocabulary, Actions, Options) = (observationVocabulary, actions, options);
    }

    public TransformerOptions Options { get; }

    public long ObservationVocabulary { get; }

    public long Actions { get; }

    /// <summary>Tokens of one observation, K.</summary>
    public int TokensPerObservation => Options.TokensPerBlock - 1;

    /// <summary>How the matrices of single steps without gradients are read, where the model knows how to choose.</summary>
    public virtual Precision StepPrecision
    {
        get => Precision.Float32;
        set
        {
        }
    }

    /// <summary>The three losses of a batch.</summary>
    public abstract WorldModelLosses ComputeLoss(in WorldModelBatch batch);

    /// <summary>So many tokens the observation loss is a mean over: all but the first of each segment.</summary>
    /// <param name="steps">Steps of the segments that are not padding.</param>
    /// <param name="segments">Segments.</param>
    public virtual long ForeseenTokens(long steps, long segments) => (steps * TokensPerObservation) - segments;

    /// <summary>What it expects of each step of real segments, each frame and action being given once it is there.</summary>
    /// <param name="tokens">Integers [B, L, K].</param>
    /// <param name="actions">Integers [B, L].</param>
    public abstract WorldModelPrediction Predict(Tensor tokens, Tensor actions);

    /// <summary>A new dream, which has not begun.</summary>
    /// <param name="batch">Rollouts side by side, B.</param>
    public abstract IDream CreateDream(long batch);

    /// <summary>Adds a part with the initial weights of IRIS.</summary>
    private protected TModule Initialised<TModule>(string name, TModule module, Generator? generator) where TModule : Module
    {
        WorldModelInit.Apply(module, generator);
        return Child(name, module);
    }
}
