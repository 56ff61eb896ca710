using Reverie.Algorithms;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Play.Tests;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;

[assembly: AssemblyFixture(typeof(TrainedRuns))]

namespace Reverie.Play.Tests;

/// <summary>Two tiny runs of IRIS that differ in their seeds, and one of PPO, trained once for all tests.</summary>
public sealed class TrainedRuns : IDisposable
{
    internal static readonly string[] Iris =
        ["exp=smoke", "common.epochs=2", "common.device=cpu", "wandb.group=smoke", "evaluation.every=1", "evaluation.actor_critic.horizon=6"];

    private readonly TemporaryFolder _folder = new();

    public TrainedRuns()
    {
        Host = CreateHost();
        (IrisRun, OtherIrisRun) = (Train(Iris), Train([.. Iris, "common.seed=1"]));
        PpoRun = Train("exp=ppo_minigrid", "common.steps=1024", "common.device=cpu", "evaluation.every=1024", "evaluation.episodes=4");
        Shelf = new RunShelf(Root);
    }

    internal RunHost Host { get; }

    internal string Root => _folder.In("runs");

    internal RunShelf Shelf { get; }

    internal RunFolder IrisRun { get; }

    internal RunFolder OtherIrisRun { get; }

    internal RunFolder PpoRun { get; }

    internal static RunHost CreateHost() => BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));

    internal RunFolder Train(params string[] overrides) => Train(Root, overrides);

    internal RunFolder Train(string root, string[] overrides)
    {
        var (algorithm, config) = Host.Compose(overrides);
        var session = Host.Create(algorithm, config, root, ["reverie", "train", .. overrides]);
        Assert.True(session.Train());
        return session.Folder;
    }

    internal GameSetup Setup(RunFolder run) => GameSetups.OfRun(Host.Open(run, []), Host);

    /// <summary>A game whose agent takes the likeliest action, so that nothing is drawn in it.</summary>
    internal Game Game(RunFolder run, GameOptions? options = null)
    {
        var setup = Setup(run);
        return new Game(setup with { Acting = new(Sample: false) }, options ?? new());
    }

    internal static Dictionary<string, byte[]> Weights(RunFolder run)
    {
        using var file = SafeTensorsFile.Open(run.OpenCheckpoints(10).LoadNewest().Checkpoint!.PathOf("agent.safetensors"));
        return file.Names.ToDictionary(name => name, name => file.Read(name).Data.ToArray());
    }

    public void Dispose() => _folder.Dispose();
}
