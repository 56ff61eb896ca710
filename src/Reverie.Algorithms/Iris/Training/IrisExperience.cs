using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Options;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Where experience comes from and where it is kept: environments, collectors, datasets, and the random streams they use.</summary>
public sealed class IrisExperience : IDisposable
{
    /// <param name="options">The run's options.</param>
    /// <param name="worlds">Environments by name.</param>
    /// <param name="media">Folder for episodes to look at, or null to keep none.</param>
    /// <param name="stop">Looked at while the environments are made and reset.</param>
    /// <param name="team">Those that play together; null: this process alone.</param>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public IrisExperience(IrisOptions options, Worlds worlds, string? media, CancellationToken stop = default, Team? team = null)
    {
        team ??= Team.Alone;
        ulong seed = (ulong)options.Common.Seed;
        using var made = new Undo();
        MakeTrainWorld = () => PixelWorlds.MakeOne(worlds, options.Env.Train, "env.train");
        bool isReal = options.WorldModel.Type == WorldModelKind.Dummy;
        if (isReal)
            RefuseWhatCannotBeSaved(options.Env.Train.Id!);
        TrainEnvironments = made.Unless(
            team.Share(PixelWorlds.Make(worlds, options.Env.Train, "env.train", options.Collection.Train.NumEnvs, stop, rememberStarts: isReal)));
        TestEnvironments = made.Unless(team.Share(PixelWorlds.Make(worlds, options.Env.Test, "env.test", options.Collection.Test.NumEnvs, stop)));
        Exploration = new SeededRandom(seed, "exploration");
        TestExploration = new SeededRandom(seed, "test exploration");
        Sampling = new SeededRandom(seed, "sampling");
        TrainDataset = new EpisodeDataset(null, options.Datasets.Train.MaxRamUsage is { } limit ? MemoryLimit.Parse(limit) : null, options.Training.SamplingWeights);
        TestDataset = new EpisodeDataset(options.Datasets.Test.MaxNumEpisodes);
        TrainCollector = new Collector(
            TrainEnvironments, TrainSeed(seed), TrainDataset, Exploration, Folder(media, "train", options.Collection.Train.NumEpisodesToSave), stop);
        TestCollector = new Collector(
            TestEnvironments, TestSeed(seed), TestDataset, TestExploration, Folder(media, "test", options.Collection.Test.NumEpisodesToSave), stop);
        made.Complete();
    }

    /// <summary>What the environments show and take.</summary>
    public StepLayout Layout => TrainEnvironments.Layout;

    /// <summary>A frame: bytes.</summary>
    public ArraySpec Frame => Layout[IrisPolicy.Image];

    /// <summary>Makes an environment like those of <see cref="TrainEnvironments"/>, for those who step it themselves.</summary>
    public Func<IArrayEnvironment> MakeTrainWorld { get; }

    public IVectorEnvironment TrainEnvironments { get; }

    public IVectorEnvironment TestEnvironments { get; }

    public EpisodeDataset TrainDataset { get; }

    public EpisodeDataset TestDataset { get; }

    public Collector TrainCollector { get; }

    public Collector TestCollector { get; }

    /// <summary>Draws exploring actions.</summary>
    public SeededRandom Exploration { get; }

    /// <summary>Draws exploring actions in tests.</summary>
    public SeededRandom TestExploration { get; }

    /// <summary>Draws training segments.</summary>
    public SeededRandom Sampling { get; }

    // Far apart, so that training, test and later evaluations never meet the same level through neighbouring seeds.
    internal static ulong TrainSeed(ulong seed) => (seed * 1_000_003) + 1;

    internal static ulong TestSeed(ulong seed) => (seed * 1_000_003) + 500_000_007;

    public void Dispose()
    {
        TrainEnvironments.Dispose();
        TestEnvironments.Dispose();
    }

    private void RefuseWhatCannotBeSaved(string id)
    {
        using var one = MakeTrainWorld();
        if (one.Saving == Saving.None)
        {
            throw new ConfigException(
                $"world_model=dummy goes back to steps of earlier episodes, and {id} cannot be saved; choose another environment or another world model.");
        }
    }

    private static EpisodeFolder? Folder(string? media, string name, int keep) => media is null ? null : new(Path.Combine(media, name), keep);
}
