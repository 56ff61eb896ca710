using System.Globalization;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Experiments;

/// <summary>An experiment at one of its scales, and the runs that it is made of.</summary>
public sealed class Experiment
{
    /// <summary>The folder of the experiments' files below a folder of configuration.</summary>
    public const string Folder = "experiments";

    /// <summary>Runs with this stage are compared; those of the stages before prepare them.</summary>
    public const int LastStage = 2;

    private readonly Lazy<IReadOnlyList<ExperimentCell>> _cells;

    private Experiment(string name, string scaleName, ExperimentOptions options)
    {
        (Name, ScaleName, Options, Scale) = (name, scaleName, options, options.Scales[scaleName]);
        RunsFolder = Path.Combine(Folder, options.RunsOf?.Experiment ?? name, scaleName);
        Arms = Scale.Arms ?? [.. options.Arms.Keys];
        Environments = Scale.Environments ?? [.. options.Environments.Keys];
        _cells = new(() => [.. MakeCells()]);
    }

    public string Name { get; }

    /// <summary>Where its runs lie below the folder of all runs; those of another experiment, if it asks of them.</summary>
    public string RunsFolder { get; private init; }

    /// <summary>How long the runs that are compared shall be, where that is not among their overrides; null where it is.</summary>
    public CellBudget? Budget { get; private init; }

    public string ScaleName { get; }

    public ExperimentOptions Options { get; }

    public ScaleOptions Scale { get; }

    /// <summary>Names of the arms at this scale.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>Names of the environments at this scale.</summary>
    public IReadOnlyList<string> Environments { get; }

    /// <summary>Every run, what prepares before what is prepared.</summary>
    public IReadOnlyList<ExperimentCell> Cells => _cells.Value;

    /// <summary>Names of the experiments that there are.</summary>
    public static IReadOnlyList<string> Names(ConfigSearchPath configs) => [.. configs.Folders.Select(folder => Path.Combine(folder, Folder))
        .Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.yaml")).Select(path => Path.GetFileNameWithoutExtension(path))
        .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads an experiment's file.</summary>
    /// <param name="configs">Where configuration is looked up.</param>
    /// <param name="name">The file's name without <c>.yaml</c>.</param>
    /// <param name="scale">The scale; null: the first.</param>
    /// <exception cref="ConfigException">There is no such file or scale, or something is wrong with it.</exception>
    public static Experiment Load(ConfigSearchPath configs, string name, string? scale = null) =>
        Read(FileOf(configs, name), name, scale, other => FileOf(configs, other));

    /// <param name="tree">The experiment's file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="scale">The scale; null: the first.</param>
    /// <param name="find">Gives the files of others.</param>
    internal static Experiment Read(ConfigMap tree, string name, string? scale, Func<string, ConfigMap> find)
    {
        if (tree["runs_of"] is ConfigMap)
            tree = SharedRuns.Merge(tree, name, find);
        var options = Bind(tree);
        if (options.RunsOf is { } of)
            options = SharedRuns.Narrow(options, of);
        string chosen = scale ?? options.Scales.Keys.First();
        return options.Scales.ContainsKey(chosen)
            ? new(name, chosen, options)
            : throw new ConfigException($"The experiment '{name}' has no scale '{chosen}'; it has {string.Join(", ", options.Scales.Keys)}.");
    }

    private static ExperimentOptions Bind(ConfigMap tree)
    {
        var options = (ExperimentOptions)OptionsBinder.Bind(typeof(ExperimentOptions), tree);
        OptionsValidator.Validate(options, tree);
        foreach (var (key, one) in options.Scales)
            OptionsValidator.Validate(one, (ConfigMap)((ConfigMap)tree["scales"]!)[key]!);
        return options;
    }

    private static ConfigMap FileOf(ConfigSearchPath configs, string name)
    {
        string? path = configs.Folders.Select(folder => Path.Combine(folder, Folder, name + ".yaml")).FirstOrDefault(File.Exists);
        if (path is null)
        {
            var names = Names(configs);
            string hint = NearestKey.Find(name, names) is { } nearest ? $"did you mean '{nearest}'? " : "";
            throw new ConfigException($"There is no experiment '{name}'; {hint}there are {string.Join(", ", names)}.");
        }
        return YamlReader.ReadFile(path, path);
    }

    /// <summary>Runs that no file of an experiment describes.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="options">What they are; with one scale.</param>
    /// <param name="folder">Where they lie below the folder of all runs.</param>
    /// <param name="budget">How long they shall be.</param>
    internal static Experiment Of(string name, ExperimentOptions options, string folder, CellBudget budget) =>
        new(name, options.Scales.Keys.First(), options) { RunsFolder = folder, Budget = budget };

    /// <summary>A run by its name, or by its number in <see cref="Cells"/>.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    public ExperimentCell Find(string cell) =>
        (int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Cells.ElementAtOrDefault(number) : Cells.FirstOrDefault(known => known.Name == cell))
        ?? throw new ConfigException($"The experiment '{Name}' has no run '{cell}' at scale '{ScaleName}'; `reverie experiment status {Name}` lists them.");

    private IEnumerable<ExperimentCell> MakeCells()
    {
        foreach (var (name, preparation) in Options.First.Where(entry => !entry.Value.Each))
            yield return new($"first/{name}", 0, name, null, 0, preparation.Algorithm, Fill(preparation.Overrides, 0));
        foreach (var (name, preparation) in Options.First.Where(entry => entry.Value.Each))
        {
            foreach (var (environment, seed) in Places())
                yield return Cell($"first/{name}", 1, name, environment, seed, preparation.Algorithm, preparation.Overrides);
        }
        foreach (string arm in Arms)
        {
            foreach (var (environment, seed) in Places())
                yield return Cell(FolderOf(arm), LastStage, arm, environment, seed, null, [.. Options.ArmOverrides, .. Options.Arms[arm]]);
        }
    }

    /// <summary>The folder of an arm's runs: its name in the experiment that they are of.</summary>
    private string FolderOf(string arm) => Options.RunsOf is { } of ? of.Arms[arm] : arm;

    private IEnumerable<(string Environment, int Seed)> Places() => Environments.SelectMany(environment => Scale.Seeds.Select(seed => (environment, seed)));

    private ExperimentCell Cell(string folder, int stage, string arm, string environment, int seed, string? algorithm, IReadOnlyList<string> own)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{folder}/{environment}/seed-{seed}");
        string[] all = [.. Options.Overrides, .. Scale.Overrides, .. Options.Environments[environment], .. own, .. Options.SeedKey is { } key ? (string[])[$"{key}={{seed}}"] : []];
        return new(name, stage, arm, environment, seed, algorithm, Fill(all, seed)) { Budget = stage == LastStage ? Budget : null };
    }

    private static IReadOnlyList<string> Fill(IEnumerable<string> overrides, int seed) =>
        [.. overrides.Select(text => text.Replace("{seed}", seed.ToString(CultureInfo.InvariantCulture)))];
}
