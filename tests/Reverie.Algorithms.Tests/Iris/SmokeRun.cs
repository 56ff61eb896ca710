using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch.Serialization;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Iris;

/// <summary>Runs of <c>exp=smoke</c> in a folder that goes away.</summary>
internal sealed class SmokeRun : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-smoke-").FullName;

    internal SmokeRun(params string[] overrides) : this(Load(overrides))
    {
    }

    private SmokeRun(LoadedConfig<IrisOptions> config)
    {
        Options = config.Options;
        Folder = RunFolder.Create(_root, TimeProvider.System, config.Tree, new RunMetadata { Command = ["test"] });
    }

    /// <summary>Of another experiment.</summary>
    internal static SmokeRun Of(string experiment, params string[] overrides) => new(LoadOf(experiment, overrides));

    internal IrisOptions Options { get; }

    internal RunFolder Folder { get; }

    internal static LoadedConfig<IrisOptions> Load(params string[] overrides) => LoadOf("smoke", overrides);

    internal static LoadedConfig<IrisOptions> LoadOf(string experiment, params string[] overrides) =>
        ConfigLoader.Load<IrisOptions>(Repository.Configs, [$"exp={experiment}", .. overrides]);

    /// <summary>What an environment of pictures shows and takes, where nobody looks at the pictures.</summary>
    internal static StepLayout Layout(int actions) => new([], [], ActionSpec.Discrete(actions));

    internal IrisTrainer Trainer(bool resume = false, IProgressReporter? reporter = null) =>
        new(Options, new(Folder, Worlds.CreateBuiltIn(), TimeProvider.System, reporter ?? new SilentReporter(), resume));

    /// <summary>The weights of the newest checkpoint, by name.</summary>
    internal Dictionary<string, byte[]> Weights()
    {
        var checkpoint = Folder.OpenCheckpoints(10).LoadNewest().Checkpoint!;
        using var file = SafeTensorsFile.Open(checkpoint.PathOf("agent.safetensors"));
        return file.Names.ToDictionary(name => name, name => file.Read(name).Data.ToArray());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
