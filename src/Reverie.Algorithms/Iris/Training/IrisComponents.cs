using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Distributed;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The networks of a run with everything that trains them.</summary>
public sealed class IrisComponents : IDisposable
{
    private readonly Imagination _imagination;
    private readonly CachedFrameTokenizer? _cache;

    /// <param name="options">The run's options.</param>
    /// <param name="layout">What the environment shows and takes.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="stop">Ends a download.</param>
    /// <param name="weightsFollow">Whether all weights are to come from a checkpoint, so that pretrained ones need not be read.</param>
    /// <param name="makeWorld">Makes an environment like those of collection, for a run in which it is the world model.</param>
    /// <param name="onlyActs">Whether nobody will dream, so that the world model may be as small as can be.</param>
    /// <param name="processes">Those that train together; null: this one alone.</param>
    /// <param name="frameMemory">Bytes of frames and tokens that are remembered, so that they are not computed anew.</param>
    /// <exception cref="ConfigException">A precision that the device does not offer.</exception>
    public IrisComponents(
        IrisOptions options, StepLayout layout, Device device, CancellationToken stop = default, bool weightsFollow = false,
        Func<IArrayEnvironment>? makeWorld = null, bool onlyActs = false, IProcessGroup? processes = null,
        long frameMemory = CachedFrameTokenizer.DefaultCapacityBytes)
    {
        processes ??= SingleProcess.Instance;
        var precision = options.Common.Precision;
        if (precision != Precision.Float32 && !device.IsCpu)
            throw new ConfigException("common.precision=bfloat16 is for CPUs; leave it at float32, or use common.device=cpu.");
        ulong seed = (ulong)options.Common.Seed;
        using var init = new Generator(seed);
        Device = device;
        int actions = layout.Action.Choices[0];
        var tokenizer = TokenizerFactory.Create(options, layout, init, stop);
        _cache = tokenizer.Cost.Operations > 0 ? new CachedFrameTokenizer(tokenizer, frameMemory) : null;
        Frames = _cache ?? tokenizer;
        var shape = Fit(onlyActs ? options.WorldModel.Smallest : options.WorldModel, tokenizer.TokensPerFrame);
        var model = shape.Type == WorldModelKind.Dummy && makeWorld is not null
            ? new RealWorldModel(Frames, actions, shape, makeWorld)
            : WorldModelFactory.Create(shape, tokenizer.VocabularySize, actions, init, stop, weightsFollow);
        Agent = new Agent(tokenizer, model, new ActorCritic(actions, options.ActorCritic, init, (tokenizer.VocabularySize, tokenizer.TokensPerFrame)));
        if (options.WorldModel.EmbedTokensFromWords && !weightsFollow && !onlyActs)
            LanguageWords.Begin(Agent.WorldModel, (IWordedTokenizer)tokenizer, options.WorldModel.HfModel, stop);
        Agent.WorldModel.StepPrecision = precision;
        Agent.To(device);
        Agent.Eval();
        ActionDraws = new Generator(seed + 1, device);
        ImaginationDraws = new Generator(seed + 2, device);
        _imagination = new Imagination(Agent.ActorCritic, Frames, Agent.WorldModel, new CategoricalSampler(ImaginationDraws, processes));
        double rate = options.Training.LearningRate;
        Tokenizer = tokenizer is ILearningTokenizer learning && options.Tokenizer.ShouldTrain
            ? new TokenizerTraining(learning, options.Training.Tokenizer, rate, options.Training.ReturnsGamma) { Processes = processes } : null;
        Growth = tokenizer is IGrowingTokenizer growing ? new TokenizerGrowth(growing, options.Training.Tokenizer) : null;
        var real = model as RealWorldModel;
        WorldModel = real is not null ? null : new WorldModelTraining(
            model, Frames, options.Training.WorldModel, options.Training.WorldModel.LearningRate ?? rate, options.Common.SequenceLength)
        { Processes = processes };
        ActorCritic = new ActorCriticTraining(Agent.ActorCritic, _imagination, options.Training.ActorCritic, rate, real) { Processes = processes };
        Policy = new IrisPolicy(Agent.ActorCritic, Frames, new CategoricalSampler(ActionDraws), device);
    }

    public Device Device { get; }

    public Agent Agent { get; }

    /// <summary>The tokenizer; where it is a network with a memory, for the phases in which it does not change.</summary>
    public IFrameTokenizer Frames { get; }

    public IrisPolicy Policy { get; }

    /// <summary>Null where the tokenizer has nothing to learn, or rests.</summary>
    public TokenizerTraining? Tokenizer { get; }

    /// <summary>Null where the tokenizer does not grow.</summary>
    public TokenizerGrowth? Growth { get; }

    /// <summary>Null where the real environment is the world model.</summary>
    public WorldModelTraining? WorldModel { get; }

    public ActorCriticTraining ActorCritic { get; }

    /// <summary>Draws the policy's actions.</summary>
    public Generator ActionDraws { get; }

    /// <summary>Draws what is imagined: actions, tokens, rewards, ends.</summary>
    public Generator ImaginationDraws { get; }

    public IEnumerable<ComponentTraining> Trainings => ((ComponentTraining?[])[Tokenizer, WorldModel, ActorCritic]).OfType<ComponentTraining>();

    /// <summary>Forgets what is remembered of frames: the tokenizer has changed, or an epoch starts.</summary>
    public void ForgetFrames() => _cache?.Clear();

    /// <summary>A world model of this many tokens a frame.</summary>
    private static WorldModelOptions Fit(WorldModelOptions options, int tokens)
    {
        if (options.TokensPerBlock == tokens + 1)
            return options;
        if (options.TokensPerBlock != 0)
        {
            throw new ConfigException(
                $"world_model.tokens_per_block is {options.TokensPerBlock}, but a frame of this environment has {tokens} tokens; with the action that is {tokens + 1}, or give 0.");
        }
        var fit = options with { TokensPerBlock = tokens + 1 };
        return UserText.Use("world_model", () =>
        {
            fit.Validate();
            return fit;
        });
    }

    public void Dispose()
    {
        foreach (var training in Trainings)
            training.Dispose();
        _imagination.Dispose();
        Agent.Dispose();
        ActionDraws.Dispose();
        ImaginationDraws.Dispose();
    }
}
