using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>A trained agent of the founding project's PPO.</summary>
public sealed class OriginalPlayer : IPlayer, IThinks
{
    private readonly OriginalNetwork _network;
    private readonly OriginalPolicy _policy;
    private readonly AdviserSight? _adviser;

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
        _policy = new OriginalPolicy(_network, world.Layout.Action, new SeededRandom(context.Seed, "play"));
        _adviser = AdviserSight.Of(options.Guidance, world.Layout.Action, (double)checkpoint.Step / options.Rollouts, (int)checkpoint.Step);
    }

    public IPolicy Policy => _policy;

    public Thought Think(StepBatch seen, int row)
    {
        float[] logits = _policy.Look(seen, out double[] values);
        return new() { Probabilities = Thought.Softmax(logits.AsSpan(row * _network.Actions, _network.Actions)), Value = values[row] };
    }

    public IReadOnlyList<Insight> LookInside(Glance at) => _adviser?.Look(at) ?? [];

    public void Dispose()
    {
        _adviser?.Dispose();
        _network.Dispose();
    }
}
