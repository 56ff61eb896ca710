using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Binding;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Experiments;

namespace Reverie.Training.Sweeps;

/// <summary>A search for good settings, and the settings that it tries.</summary>
public sealed class SweepPlan
{
    /// <summary>The folder of the files below a folder of configuration, and of the runs below that of all runs.</summary>
    public const string Folder = "sweeps";

    private const string OnlyEnvironment = "all";

    private SweepPlan(string name, string file, SweepOptions options)
    {
        (Name, File, Options) = (name, file, options);
        Trials = TrialList.Of(options);
        Budgets = [.. BudgetsOf(options)];
    }

    public string Name { get; }

    /// <summary>The file, or its name where it was found by that.</summary>
    public string File { get; }

    public SweepOptions Options { get; }

    /// <summary>The settings that are tried.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>How long the runs of each rung are; one rung, unless settings are halved.</summary>
    public IReadOnlyList<long> Budgets { get; }

    /// <summary>Names of environments.</summary>
    public IReadOnlyList<string> Environments => Options.Environments.Count > 0 ? [.. Options.Environments.Keys] : [OnlyEnvironment];

    /// <summary>Names of the files that there are.</summary>
    public static IReadOnlyList<string> Names(ConfigSearchPath configs) => [.. configs.Folders.Select(folder => Path.Combine(folder, Folder))
        .Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.yaml")).Select(path => Path.GetFileNameWithoutExtension(path))
        .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <param name="configs">Where configuration is looked up.</param>
    /// <param name="nameOrFile">A name without <c>.yaml</c>, or the path of a file.</param>
    /// <exception cref="ConfigException">There is no such file, or something is wrong with it.</exception>
    public static SweepPlan Load(ConfigSearchPath configs, string nameOrFile)
    {
        if (nameOrFile.EndsWith(".yaml", StringComparison.Ordinal))
        {
            return System.IO.File.Exists(nameOrFile)
                ? Read(YamlReader.ReadFile(nameOrFile, nameOrFile), Path.GetFileNameWithoutExtension(nameOrFile), Path.GetFullPath(nameOrFile))
                : throw new ConfigException($"There is no file '{nameOrFile}'; give the path of a sweep's file, or the name of one of configs/{Folder}.");
        }
        string? path = configs.Folders.Select(folder => Path.Combine(folder, Folder, nameOrFile + ".yaml")).FirstOrDefault(System.IO.File.Exists);
        if (path is null)
        {
            var names = Names(configs);
            string hint = NearestKey.Find(nameOrFile, names) is { } nearest ? $"did you mean '{nearest}'? " : "";
            throw new ConfigException($"There is no sweep '{nameOrFile}'; {hint}there are {string.Join(", ", names)}.");
        }
        return Read(YamlReader.ReadFile(path, path), nameOrFile, nameOrFile);
    }

    internal static SweepPlan Read(ConfigMap tree, string name, string file)
    {
        var options = (SweepOptions)OptionsBinder.Bind(typeof(SweepOptions), tree);
        OptionsValidator.Validate(options, tree);
        return new(name, file, options);
    }

    /// <summary>How many settings a rung has room for.</summary>
    public int Room(int rung)
    {
        int room = Trials.Count;
        for (int i = 0; i < rung; i++)
            room = Math.Max(1, room / Options.Budget.Factor);
        return room;
    }

    /// <summary>The runs of a rung.</summary>
    /// <param name="rung">From 0.</param>
    /// <param name="trials">The settings that got there.</param>
    public Experiment RunsOf(int rung, IEnumerable<Trial> trials) => Experiment.Of(
        Name,
        new()
        {
            Question = Options.Question,
            Metric = Options.Metric,
            Overrides = Options.Overrides,
            SeedKey = Options.SeedKey,
            Environments = Environments.ToDictionary(name => name, name => Options.Environments.GetValueOrDefault(name) ?? []),
            Arms = trials.ToDictionary(trial => trial.Name, trial => trial.Overrides),
            Scales = new() { [Folder] = new() { Seeds = Options.Seeds } },
        },
        Path.Combine(Folder, Name),
        new(Options.Budget.Key, Budgets[rung]));

    private static IEnumerable<long> BudgetsOf(SweepOptions options)
    {
        long total = options.Budget.Total;
        for (long budget = options.Budget.First ?? total; budget < total; budget = checked(budget * options.Budget.Factor))
            yield return budget;
        yield return total;
    }
}
