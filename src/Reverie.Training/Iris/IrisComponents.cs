using Reverie.Agents.Iris;
using Reverie.Torch;
using Reverie.Training.Iris.Options;
using Reverie.WorldModels.Iris;

namespace Reverie.Training.Iris;

/// <summary>The networks of a run with everything that trains them.</summary>
public sealed class IrisComponents : IDisposable
{
    /// <param name="options">The run's options.</param>
    /// <param name="actions">Number of actions of the environment.</param>
    /// <param name="device">Where to train.</param>
    public IrisComponents(TrainerOptions options, int actions, Device device)
    {
        ulong seed = (ulong)options.Common.Seed;
        using var init = new Generator(seed);
        Device = device;
        Agent = IrisAgent.Create(options.Tokenizer, options.WorldModel, options.ActorCriticNetwork(actions), init);
        Agent.To(device);
        ActionDraws = new Generator(seed + 1, device);
        ImaginationDraws = new Generator(seed + 2, device);
        Frames = new CachedFrameTokenizer(Agent.Tokenizer);
        double rate = options.Training.LearningRate;
        Tokenizer = new TokenizerTraining(Agent.Tokenizer, options.Training.Tokenizer, rate);
        WorldModel = new WorldModelTraining(Agent.WorldModel, Frames, options.Training.WorldModel, rate, options.Common.SequenceLength);
        Imagination = new WorldModelEnvironment(Frames, Agent.WorldModel, new CategoricalSampler(ImaginationDraws));
        ActorCritic = new ActorCriticTraining(Agent.ActorCritic, Frames, Imagination, new CategoricalSampler(ActionDraws), options.Training.ActorCritic, rate);
        Agent.Eval();
    }

    public Device Device { get; }

    public IrisAgent Agent { get; }

    /// <summary>The tokenizer with a memory, for the phases in which it does not change.</summary>
    public CachedFrameTokenizer Frames { get; }

    public WorldModelEnvironment Imagination { get; }

    public TokenizerTraining Tokenizer { get; }

    public WorldModelTraining WorldModel { get; }

    public ActorCriticTraining ActorCritic { get; }

    /// <summary>Draws the policy's actions.</summary>
    public Generator ActionDraws { get; }

    /// <summary>Draws what the world model imagines.</summary>
    public Generator ImaginationDraws { get; }

    public IEnumerable<ComponentTraining> Trainings => [Tokenizer, WorldModel, ActorCritic];

    public void Dispose()
    {
        foreach (var training in Trainings)
            training.Dispose();
        Imagination.Dispose();
        Agent.Dispose();
        ActionDraws.Dispose();
        ImaginationDraws.Dispose();
    }
}
