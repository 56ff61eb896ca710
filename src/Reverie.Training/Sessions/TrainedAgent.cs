using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Algorithms;

namespace Reverie.Training.Sessions;

/// <summary>A trained agent with the environment that it is evaluated in, for programs that use it.</summary>
public sealed class TrainedAgent : IDisposable
{
    private readonly RunHost _host;
    private readonly RunSettings _settings;
    private ActionBatch? _actions;

    internal TrainedAgent(RunHost host, RunSettings settings, IPlayer player) => (_host, _settings, Player) = (host, settings, player);

    /// <summary>The player itself, for what only it can do.</summary>
    public IPlayer Player { get; }

    /// <summary>Makes environments as those of evaluations, begins an episode in each, and gets the agent ready for them.</summary>
    /// <param name="seed">Environment i gets the seed plus i.</param>
    /// <param name="count">How many.</param>
    public IVectorEnvironment MakeWorld(ulong seed, int count = 1)
    {
        var world = _settings.Test!.Make(_host.Worlds, count, default);
        world.Reset(seed);
        Player.Policy.Begin(count);
        _actions = new ActionBatch(world.Layout.Action, count);
        return world;
    }

    /// <summary>Lets the agent act once in each environment.</summary>
    /// <returns>What the environments show now.</returns>
    /// <exception cref="InvalidOperationException">The agent was not made ready by <see cref="MakeWorld"/>.</exception>
    public StepBatch Step(IVectorEnvironment world)
    {
        var actions = _actions ?? throw new InvalidOperationException("Make the environments with MakeWorld first: it gets the agent ready.");
        Player.Policy.Act(world.Current, _settings.Acting, actions);
        world.Step(actions);
        return world.Current;
    }

    public void Dispose() => Player.Dispose();
}
