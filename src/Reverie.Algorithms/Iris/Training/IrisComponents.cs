using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Options;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Sampling;
using Reverie.WorldModels.Tokenizers;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>The networks of a run with everything that trains them.</summary>
public sealed class IrisComponents : IDisposable
{
    private readonly Imagination _imagination;

    /// <param name="options">The run's options.</param>
    /// <param name="actions">Number of actions of the environment.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="stop">Ends a download.</param>
    /// <exception cref="ConfigException">A precision that the device does not offer.</exception>
    public IrisComponents(IrisOptions options, int actions, Device device, CancellationToken stop = default)
    {
        var precision = options.Common.Precision;
        if (precision != Precision.Float32 && !device.IsCpu)
            throw new ConfigException("common.precision=bfloat16 is for CPUs; leave it at float32, or use common.device=cpu.");
        ulong seed = (ulong)options.Common.Seed;
        using var init = new Generator(seed);
        Device = device;
        Vision = new Tokenizer(options.Tokenizer, init) { Precision = precision };
        Agent = new Agent(
            Vision, WorldModelFactory.Create(options.WorldModel, options.Tokenizer.VocabularySize, actions, init, stop),
            new ActorCritic(actions, options.ActorCritic, init));
        Agent.WorldModel.StepPrecision = precision;
        Agent.To(device);
        Agent.Eval();
        ActionDraws = new Generator(seed + 1, device);
        ImaginationDraws = new Generator(seed + 2, device);
        Frames = new CachedFrameTokenizer(Vision);
        _imagination = new Imagination(Agent.ActorCritic, Frames, Agent.WorldModel, new CategoricalSampler(ImaginationDraws));
        double rate = options.Training.LearningRate;
        Tokenizer = new TokenizerTraining(Vision, options.Training.Tokenizer, rate);
        WorldModel = new WorldModelTraining(Agent.WorldModel, Frames, options.Training.WorldModel, options.Training.WorldModel.LearningRate ?? rate, options.Common.SequenceLength);
        ActorCritic = new ActorCriticTraining(Agent.ActorCritic, _imagination, options.Training.ActorCritic, rate);
        Policy = new IrisPolicy(Agent.ActorCritic, Frames, new CategoricalSampler(ActionDraws), device);
    }

    public Device Device { get; }

    public Agent Agent { get; }

    public Tokenizer Vision { get; }

    /// <summary>The tokenizer with a memory, for the phases in which it does not change.</summary>
    public CachedFrameTokenizer Frames { get; }

    public IrisPolicy Policy { get; }

    public TokenizerTraining Tokenizer { get; }

    public WorldModelTraining WorldModel { get; }

    public ActorCriticTraining ActorCritic { get; }

    /// <summary>Draws the policy's actions.</summary>
    public Generator ActionDraws { get; }

    /// <summary>Draws what is imagined: actions, tokens, rewards, ends.</summary>
    public Generator ImaginationDraws { get; }

    public IEnumerable<ComponentTraining> Trainings => [Tokenizer, WorldModel, ActorCritic];

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
