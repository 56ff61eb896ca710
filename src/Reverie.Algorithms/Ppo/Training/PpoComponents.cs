using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Environments;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Environments;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Training;

/// <summary>Everything that learns or acts in a run.</summary>
internal sealed class PpoComponents : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];
    private readonly InputRows _inputs, _finals;

    /// <param name="options">The run.</param>
    /// <param name="worlds">Environments by name.</param>
    /// <param name="device">Where the networks are.</param>
    /// <param name="stop">Looked at while environments are made.</param>
    /// <param name="team">Those that train together.</param>
    internal PpoComponents(PpoOptions options, Worlds worlds, Device device, CancellationToken stop, Team team)
    {
        ulong seed = (ulong)options.Common.Seed;
        try
        {
            var environments = new List<IEnvironment>();
            Worlds = Own(team.Share(PpoWorlds.Make(worlds, options.Env.Train, "env.train", options.Collection.NumEnvs, stop, environments.Add)));
            var action = Worlds.Layout.Action;
            if (options.Guidance.Kind != GuidanceKind.None)
            {
                var adviser = Own(Advisers.Create(options.Guidance.Adviser, Worlds.Layout, Worlds.Count, seed));
                Guide = new Guide(options.Guidance, adviser, environments, action.Choices[0], options.Training.Gamma);
            }
            Input = new InputLayout(Worlds.Layout, options.Network, options.Env.Train.Size is not null);
            using var generator = new Generator(seed);
            Network = Own(new ActorCritic(Input, action, options.Network, generator));
            Network.To(device);
            Optimizer = Own(new Adam(Network.Parameters(), options.Training.LearningRate, eps: options.Training.AdamEps));
            Optimizer.Processes = team.Processes;
            Words = new Vocabulary(options.Network.Vocabulary);
            var missions = Input.Mission is null ? null : new MissionTable(Words, options.Network.MissionLength);
            int count = Worlds.Count;
            Rollout = Own(new Rollout(
                Input, action, options.Collection.NumSteps, count, options.Training.SequenceLength, Network, missions, options.Guidance.MixesInProbability, device));
            Actor = Own(new Actor(Network, count, action.IsContinuous ? action.Size : action.Choices.Sum(), device));
            _inputs = Own(new InputRows(Input, count, missions, device));
            _finals = Own(new InputRows(Input, count, missions, device));
            Moments = options.Training.NormaliseObservations && Input.NumberCount > 0 ? new RunningMoments(Input.NumberCount) : null;
            Scale = options.Training.NormaliseRewards ? new RewardScale(count, options.Training.Gamma) : null;
            ActionRandom = new SeededRandom(seed, "actions");
            OrderRandom = new SeededRandom(seed, "order");
            Collector = new RolloutCollector(
                Worlds, Network, Actor, new ActionDraw(action, ActionRandom), _inputs, _finals, missions, Moments, Scale, Guide, Tally = new EpisodeTally(count));
            Update = new PpoUpdate(options.Training.Losses, Optimizer);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal IVectorEnvironment Worlds { get; }

    internal InputLayout Input { get; }

    internal ActorCritic Network { get; }

    internal Adam Optimizer { get; }

    internal Vocabulary Words { get; }

    internal Rollout Rollout { get; }

    internal Actor Actor { get; }

    internal RunningMoments? Moments { get; }

    internal RewardScale? Scale { get; }

    internal Guide? Guide { get; }

    internal SeededRandom ActionRandom { get; }

    /// <summary>Draws the order of the steps in a pass.</summary>
    internal SeededRandom OrderRandom { get; }

    internal RolloutCollector Collector { get; }

    internal EpisodeTally Tally { get; }

    internal PpoUpdate Update { get; }

    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
            owned.Dispose();
    }

    private T Own<T>(T made) where T : IDisposable
    {
        _owned.Push(made);
        return made;
    }
}
