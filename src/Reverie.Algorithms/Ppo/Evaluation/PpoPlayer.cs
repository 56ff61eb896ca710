using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Environments;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Algorithms.Ppo.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Evaluation;

/// <summary>A trained agent of PPO; it plays in any environment that shows and takes what that of its training did.</summary>
public sealed class PpoPlayer : IPlayer, IThinks
{
    private readonly ActorCritic _network;
    private readonly PpoPolicy _policy;
    private readonly AdviserSight? _adviser;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    /// <exception cref="TorchException">The environment shows something else than that of the training.</exception>
    public PpoPlayer(PpoOptions options, Checkpoint checkpoint, PlayContext context)
    {
        using var world = PpoWorlds.Make(context.Worlds, options.Env.Test, "env.test", 1, default);
        var device = Devices.Choose(options.Common.Device);
        var layout = new InputLayout(world.Layout, options.Network, options.Env.Test.Size is not null);
        using var generator = new Generator(0);
        _network = new ActorCritic(layout, world.Layout.Action, options.Network, generator);
        try
        {
            var words = new Vocabulary(options.Network.Vocabulary);
            var moments = options.Training.NormaliseObservations && layout.NumberCount > 0 ? new RunningMoments(layout.NumberCount) : null;
            PpoCheckpoint.RestoreActor(checkpoint, _network, words, moments);
            _network.To(device);
            _policy = new PpoPolicy(
                _network, layout, world.Layout.Action, words, options.Network.MissionLength, moments, new SeededRandom(context.Seed, "play"), device);
            var cursor = PpoCheckpoint.CursorOf(checkpoint);
            _adviser = AdviserSight.Of(options.Guidance, world.Layout.Action, (double)cursor.Steps / options.Common.Steps, cursor.Updates);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    public IPolicy Policy => _policy;

    public Thought Think(StepBatch seen, int row) => _policy.Think(row);

    public IReadOnlyList<Insight> LookInside(Glance at) => _adviser?.Look(at) ?? [];

    public void Dispose()
    {
        _adviser?.Dispose();
        _policy.Dispose();
        _network.Dispose();
    }
}
