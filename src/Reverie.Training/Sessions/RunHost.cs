using Reverie.Environments.Registration;
using Reverie.Torch.Serialization;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Composition;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Training.Sessions;

/// <summary>
/// What a process knows: algorithms, environments, wrappers, where configuration is looked up, and the plug-ins that add to all of them.
/// From it come new runs and those that exist.
/// </summary>
public sealed class RunHost
{
    private const string PluginsKey = "plugins";
    private const string AlgorithmKey = "algo.name";
    private const string ConfigFolder = "configs";

    private readonly List<string> _plugins = [];

    /// <param name="worlds">Environments and wrappers that are built in.</param>
    /// <param name="configs">Where configuration is looked up.</param>
    /// <param name="reporter">Shows progress and says what has happened.</param>
    /// <param name="time">The clock; the machine's if left out.</param>
    public RunHost(Worlds worlds, ConfigSearchPath configs, IProgressReporter reporter, TimeProvider? time = null)
    {
        (Worlds, Configs, Reporter, Time) = (worlds, configs, reporter, time ?? TimeProvider.System);
        worlds.Environments.Log = reporter.Message;
    }

    /// <summary>Algorithms by name.</summary>
    public AlgorithmRegistry Algorithms { get; } = new();

    /// <summary>Environments and wrappers by name.</summary>
    public Worlds Worlds { get; }

    /// <summary>Where configuration is looked up; every plug-in with a <c>configs</c> folder beside it adds that.</summary>
    public ConfigSearchPath Configs { get; private set; }

    /// <summary>Shows progress and says what has happened.</summary>
    public IProgressReporter Reporter { get; }

    public TimeProvider Time { get; }

    /// <summary>Full paths of the plug-ins that were loaded.</summary>
    public IReadOnlyList<string> Plugins => _plugins;

    /// <summary>Loads an assembly: its algorithms, environments and wrappers, and its configuration.</summary>
    /// <exception cref="ConfigException">It is no plug-in.</exception>
    public void LoadPlugin(string path)
    {
        string full = Path.GetFullPath(path);
        if (_plugins.Contains(full))
            return;
        OrdinaryFile.RefuseSpecial(full);
        var assembly = UserText.Use(null, () => PluginAssembly.Load(full));
        bool hasEnvironments = UserText.Use(null, () => PluginLoader.Register(assembly, Worlds.Environments, Worlds.Wrappers));
        var algorithms = UserText.Use(null, () => PluginAssembly.CreateAll<IAlgorithmPlugin>(assembly));
        if (!hasEnvironments && algorithms.Count == 0)
            throw new ConfigException(PluginAssembly.Empty(assembly, typeof(IAlgorithmPlugin), typeof(IEnvironmentPlugin)).Message);
        foreach (var plugin in algorithms)
            plugin.Register(Algorithms);
        string configs = Path.Combine(Path.GetDirectoryName(full)!, ConfigFolder);
        if (Directory.Exists(configs))
            Configs = Configs.Append(configs);
        _plugins.Add(full);
    }

    /// <summary>Composes the configuration of a new run and finds out which algorithm it is for.</summary>
    /// <param name="overrides">Overrides in Hydra's grammar.</param>
    /// <param name="algorithm">The algorithm's name where it is known; null: <c>algo.name</c> says it.</param>
    /// <exception cref="ConfigException">One sentence that says what is wrong and where.</exception>
    public (IAlgorithm Algorithm, RunConfig Config) Compose(IReadOnlyList<string> overrides, string? algorithm = null)
    {
        if (algorithm is not null)
            return Bind(Algorithms.Find(algorithm), overrides);
        // A plug-in's own configuration may be what the overrides ask for, so those that they name come first.
        LoadPlugins(ConfigLoader.Peek(Configs, overrides.Where(text => Override.Parse(text).Key == PluginsKey)));
        var tree = ConfigLoader.Peek(FoldersFor(overrides), overrides);
        if (LoadPlugins(tree))
            tree = ConfigLoader.Peek(FoldersFor(overrides), overrides);
        string name = tree.FindText(AlgorithmKey)
            ?? throw new ConfigException($"Nothing says which algorithm to use ({AlgorithmKey}); choose one with algo=NAME, for example algo=iris.");
        return Bind(Algorithms.Find(name), overrides);
    }

    /// <summary>Makes the folder of a new run.</summary>
    /// <param name="algorithm">How it learns.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="root">Folder of all runs.</param>
    /// <param name="command">The command line that starts it.</param>
    public RunSession Create(IAlgorithm algorithm, RunConfig config, string root, IReadOnlyList<string> command) =>
        RunSession.Create(this, algorithm, config, root, command);

    /// <summary>Trains a new run that another process leads. Nothing is kept here.</summary>
    /// <param name="algorithm">How it learns.</param>
    /// <param name="config">Its configuration, as the leader has it.</param>
    /// <param name="team">The processes, of which this one does not lead.</param>
    /// <param name="stop">Looked at often.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="OperationCanceledException">The leader has ended, and says why.</exception>
    /// <exception cref="TeamException">The leader is gone.</exception>
    public bool Help(IAlgorithm algorithm, RunConfig config, Team team, GracefulStop? stop = null) =>
        RunSession.Help(this, algorithm, config.Options, config.Tree, team, stop);

    /// <summary>A run that exists, with the plug-ins that it needs.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="overrides">What shall be different this time.</param>
    /// <exception cref="ConfigException">Its algorithm, plug-in or configuration cannot be had.</exception>
    public RunSession Open(RunFolder folder, IReadOnlyList<string> overrides)
    {
        foreach (string plugin in folder.Metadata.Plugins ?? [])
            LoadPlugin(plugin);
        var algorithm = Algorithms.Find(folder.Algorithm);
        var loaded = ConfigLoader.LoadFile(algorithm.OptionsType, folder.ConfigFile, overrides);
        return RunSession.Open(this, algorithm, folder, new RunConfig(loaded));
    }

    /// <summary>
    /// Where the choices of <c>exp</c> and <c>algo</c> are found: an algorithm may have a folder of its own, whose files are chosen by their
    /// names alone, unless the common folder has one of that name. A mistyped name is looked for where the nearest one is.
    /// </summary>
    private ConfigSearchPath FoldersFor(IReadOnlyList<string> overrides)
    {
        (string Group, string Choice)[] chosen = [.. overrides.Select(Override.Parse).Where(item => item.Key is "exp" or "algo")
            .SelectMany(item => item.Node is ConfigScalar { Text: { } choice } ? [(item.Key, choice)] : ((string, string)[])[])];
        var places = Algorithms.All.Where(algorithm => algorithm.ConfigFolder.Length > 0).Select(algorithm => Configs.Under(algorithm.ConfigFolder)).Prepend(Configs)
            .Where(place => place.Folders.All(Directory.Exists)).Select(place => (Path: place, Roots: new ConfigRoots(place))).ToList();
        return Find((choice, names) => names.Contains(choice)) ?? Find((choice, names) => NearestKey.Find(choice, names) is not null) ?? Configs;

        ConfigSearchPath? Find(Func<string, IReadOnlyList<string>, bool> fits) =>
            places.FirstOrDefault(place => chosen.Any(item => fits(item.Choice, place.Roots.Choices(item.Group)))).Path;
    }

    private (IAlgorithm, RunConfig) Bind(IAlgorithm algorithm, IReadOnlyList<string> overrides)
    {
        var roots = algorithm.ConfigFolder.Length == 0 ? Configs : Configs.Under(algorithm.ConfigFolder);
        var loaded = ConfigLoader.Load(algorithm.OptionsType, roots, overrides, [PluginsKey]);
        return (algorithm, new RunConfig(loaded));
    }

    /// <returns>Whether there were any that were not loaded before.</returns>
    private bool LoadPlugins(ConfigMap tree)
    {
        int before = _plugins.Count;
        foreach (string path in tree.FindTexts(PluginsKey))
            LoadPlugin(path);
        return _plugins.Count > before;
    }
}
