using Reverie.Algorithms.Iris.Options;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>Where experience comes from and where it is kept: environments, collectors, datasets, and the random streams they use.</summary>
public sealed class IrisExperience : IDisposable
{
    private readonly PixelEnvironments _trainEnvironments;
    private readonly PixelEnvironments _testEnvironments;
    private readonly SeededRandom _exploration;
    private readonly SeededRandom _testExploration;

    /// <param name="options">The run's options.</param>
    /// <param name="media">Folder for episodes to look at, or null to keep none.</param>
    public IrisExperience(TrainerOptions options, string? media)
    {
        ulong seed = (ulong)options.Common.Seed;
        _trainEnvironments = PixelEnvironmentFactory.Make(options.Env.Train, "env.train", options.Collection.Train.NumEnvs, TrainSeed(seed));
        _testEnvironments = PixelEnvironmentFactory.Make(options.Env.Test, "env.test", options.Collection.Test.NumEnvs, TestSeed(seed));
        _exploration = new SeededRandom(seed, "exploration");
        _testExploration = new SeededRandom(seed, "test exploration");
        Sampling = new SeededRandom(seed, "sampling");
        TrainDataset = new EpisodeDataset(null, options.Datasets.Train.MaxRamUsage is { } limit ? MemoryLimit.Parse(limit) : null);
        TestDataset = new EpisodeDataset(options.Datasets.Test.MaxNumEpisodes);
        TrainCollector = new Collector(_trainEnvironments, TrainDataset, _exploration, Folder(media, "train", options.Collection.Train.NumEpisodesToSave));
        TestCollector = new Collector(_testEnvironments, TestDataset, _testExploration, Folder(media, "test", options.Collection.Test.NumEpisodesToSave));
    }

    public int ActionCount => _trainEnvironments.ActionCount;

    public ObservationShape ObservationShape => _trainEnvironments.ObservationShape;

    public EpisodeDataset TrainDataset { get; }

    public EpisodeDataset TestDataset { get; }

    public Collector TrainCollector { get; }

    public Collector TestCollector { get; }

    /// <summary>Draws training segments.</summary>
    public SeededRandom Sampling { get; }

    // Far apart, so that training, test and later evaluations never meet the same level by a seed that is near.
    internal static ulong TrainSeed(ulong seed) => (seed * 1_000_003) + 1;

    internal static ulong TestSeed(ulong seed) => (seed * 1_000_003) + 500_000_007;

    public void Save(BinaryWriter writer)
    {
        foreach (var random in (SeededRandom[])[_exploration, _testExploration, Sampling])
        {
            var (s0, s1, s2, s3) = random.State;
            foreach (ulong word in (ulong[])[s0, s1, s2, s3])
                writer.Write(word);
        }
        _trainEnvironments.Save(writer);
        TrainCollector.Save(writer);
        _testEnvironments.Save(writer);
        TestCollector.Save(writer);
    }

    public void Restore(BinaryReader reader)
    {
        foreach (var random in (SeededRandom[])[_exploration, _testExploration, Sampling])
            random.State = new RandomState(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
        _trainEnvironments.Restore(reader);
        TrainCollector.Restore(reader);
        _testEnvironments.Restore(reader);
        TestCollector.Restore(reader);
    }

    public void Dispose()
    {
        _trainEnvironments.Dispose();
        _testEnvironments.Dispose();
    }

    private static EpisodeFolder? Folder(string? media, string name, int keep) => media is null ? null : new(Path.Combine(media, name), keep);
}
