using Reverie.Algorithms.Ppo.Options;
using Reverie.Algorithms.Ppo.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Ppo;

/// <summary>Runs of PPO in a folder that goes away.</summary>
internal sealed class PpoRun : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-ppo-").FullName;

    internal PpoRun(params string[] overrides)
    {
        var config = Load(overrides);
        Options = config.Options;
        Folder = RunFolder.Create(_root, TimeProvider.System, config.Tree, new RunMetadata { Command = ["test"] });
    }

    internal PpoOptions Options { get; }

    internal RunFolder Folder { get; }

    internal static LoadedConfig<PpoOptions> Load(params string[] overrides) => ConfigLoader.Load<PpoOptions>(Repository.Configs, overrides);

    internal PpoTrainer Trainer(bool resume = false, IProgressReporter? reporter = null) =>
        new(Options, new(Folder, Worlds.CreateBuiltIn(), TimeProvider.System, reporter ?? new SilentReporter(), resume));

    /// <summary>Everything in the newest checkpoint, by name.</summary>
    internal Dictionary<string, byte[]> Parts()
    {
        var checkpoint = Folder.OpenCheckpoints(10).LoadNewest().Checkpoint!;
        return Directory.EnumerateFiles(checkpoint.Folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "manifest.json")
            .ToDictionary(path => Path.GetRelativePath(checkpoint.Folder, path), File.ReadAllBytes);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
