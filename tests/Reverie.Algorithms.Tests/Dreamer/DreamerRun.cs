using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Algorithms.Tests.Iris;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Runs of <c>exp=dreamer_v3_smoke</c>, or of another experiment that is named, in a folder that goes away.</summary>
internal sealed class DreamerRun : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-dreamer-").FullName;

    internal DreamerRun(params string[] overrides)
    {
        bool isNamed = overrides.Any(key => key.StartsWith("exp=", StringComparison.Ordinal));
        var config = Load([isNamed ? "seed=42" : "exp=dreamer_v3_smoke", "algo.run_test=false", "fabric.accelerator=cpu", .. overrides]);
        Options = config.Options;
        Folder = RunFolder.Create(_root, TimeProvider.System, config.Tree, new RunMetadata { Command = ["test"] });
    }

    internal DreamerOptions Options { get; }

    internal RunFolder Folder { get; }

    internal static LoadedConfig<DreamerOptions> Load(params string[] overrides) =>
        ConfigLoader.Load<DreamerOptions>(Path.Combine(Repository.Configs, "dreamer"), overrides);

    internal DreamerTrainer Trainer(bool resume = false, IProgressReporter? reporter = null) =>
        new(Options, new(Folder, Worlds.CreateBuiltIn(), TimeProvider.System, reporter ?? new SilentReporter(), resume));

    /// <summary>Everything that the newest checkpoint holds, by name.</summary>
    internal Dictionary<string, byte[]> Saved()
    {
        var checkpoint = Folder.OpenCheckpoints(10).LoadNewest().Checkpoint!;
        return checkpoint.Names.ToDictionary(name => name, name => File.ReadAllBytes(checkpoint.PathOf(name)));
    }

    /// <summary>Asserts that a run that is stopped again and again, and resumed, ends with the files of this one, which has ended.</summary>
    /// <param name="overrides">Of this run.</param>
    /// <param name="patience">Reports before the first stop: one an iteration and one a gradient step.</param>
    /// <param name="more">So many more each time, so that stops fall in the midst of either.</param>
    internal void AssertEqualsStopped(string[] overrides, int patience, int more)
    {
        using var parts = new DreamerRun(overrides);
        bool isComplete = false;
        for (int stops = 0; !isComplete; patience += more, stops++)
        {
            using var stop = new StopAfter(patience);
            using var trainer = parts.Trainer(resume: stops > 0, stop.Reporter);
            isComplete = trainer.Run(stop.Stop);
            Assert.True(stops < 100);
        }
        var (expected, actual) = (Saved(), parts.Saved());
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, content) in expected)
            Assert.True(content.AsSpan().SequenceEqual(actual[name]), name);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
