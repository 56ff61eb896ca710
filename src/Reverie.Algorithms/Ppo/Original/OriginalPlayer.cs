using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>A trained agent of the founding project's PPO.</summary>
public sealed class OriginalPlayer : IPlayer
{
    private readonly OriginalNetwork _network;

    /// <param name="options">The run's options.</param>
    /// <param name="checkpoint">Whose weights to take.</param>
    /// <param name="context">What it may use.</param>
    public OriginalPlayer(OriginalOptions options, Checkpoint checkpoint, PlayContext context)
    {
        using var world = EnvironmentFactory.MakeVector(context.Worlds, options.World, "env_name", 1);
        using var generator = new Generator(0);
        _network = new OriginalNetwork(OriginalPolicy.CheckedActions(world.Layout, options.EnvName!), generator);
        try
        {
            OriginalTrainer.LoadWeights(checkpoint, _network);
        }
        catch
        {
            _network.Dispose();
            throw;
        }
        Policy = new OriginalPolicy(_network, world.Layout.Action, new SeededRandom(context.Seed, "play"));
    }

    public IPolicy Policy { get; }

    public void Dispose() => _network.Dispose();
}
