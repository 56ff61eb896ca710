using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Experiments;

/// <summary>An experiment that asks its question of another one's runs: it has that one's file, but for the question, and some of its arms.</summary>
internal static class SharedRuns
{
    private static readonly string[] Own = ["question", "metric", "beside", "runs_of"];

    /// <summary>The other one's file with this one's question.</summary>
    /// <param name="tree">This one's file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="find">Gives the files of others.</param>
    /// <exception cref="ConfigException">Something is said here that the other one says, or the other one has no runs of its own.</exception>
    public static ConfigMap Merge(ConfigMap tree, string name, Func<string, ConfigMap> find)
    {
        if (tree.FirstOrDefault(entry => !Own.Contains(entry.Key)) is { Key: { } strange, Value: var node })
        {
            throw new ConfigException(
                node.Origin, $"'{strange}' comes with the runs of another experiment (runs_of); leave it out, only question, metric and beside are one's own.");
        }
        string other = tree.FindText("runs_of.experiment")
            ?? throw new ConfigException(tree["runs_of"]!.Origin, "'runs_of.experiment' needs a value: the experiment that makes the runs.");
        var merged = (ConfigMap)find(other).Clone();
        if (other == name || merged["runs_of"] is not null)
        {
            string makes = merged.FindText("runs_of.experiment") ?? "another one";
            throw new ConfigException(
                tree.Find("runs_of.experiment")!.Origin, $"The experiment '{other}' has no runs of its own (it has those of {makes}); name one that has.");
        }
        foreach (var (key, value) in tree)
            merged[key] = value;
        return merged;
    }

    /// <summary>What is left of the other one when only some of its arms and environments are looked at.</summary>
    /// <exception cref="ConfigException">It has no such arm or environment.</exception>
    public static ExperimentOptions Narrow(ExperimentOptions all, RunsOfOptions of)
    {
        foreach (var (known, wanted) in ((IEnumerable<string>, IEnumerable<string>)[])[(all.Arms.Keys, of.Arms.Values), (all.Environments.Keys, of.Environments ?? [])])
        {
            if (wanted.Except(known).FirstOrDefault() is { } unknown)
                throw new ConfigException($"runs_of: the experiment '{of.Experiment}' has no '{unknown}'; it has {string.Join(", ", known)}.");
        }
        var environments = of.Environments ?? [.. all.Environments.Keys];
        var narrow = all with
        {
            Arms = of.Arms.ToDictionary(arm => arm.Key, arm => all.Arms[arm.Value]),
            Environments = environments.ToDictionary(environment => environment, environment => all.Environments[environment]),
            Scales = all.Scales.Select(scale => (scale.Key, Value: scale.Value with
            {
                Arms = scale.Value.Arms is { } there ? [.. of.Arms.Where(arm => there.Contains(arm.Value)).Select(arm => arm.Key)] : null,
                Environments = scale.Value.Environments is { } some ? [.. some.Intersect(environments)] : null,
            })).Where(scale => scale.Value is { Arms: not [], Environments: not [] }).ToDictionary(scale => scale.Key, scale => scale.Value),
        };
        return narrow.Scales.Count > 0
            ? narrow with { First = NeededBy(narrow) }
            : throw new ConfigException(
                $"runs_of: the experiment '{of.Experiment}' makes none of these runs at any of its scales; name arms and environments that go together there.");
    }

    /// <summary>The preparations that some run starts from, and those that these start from.</summary>
    private static Dictionary<string, PreparationOptions> NeededBy(ExperimentOptions options)
    {
        var texts = options.Overrides.Concat(options.ArmOverrides).Concat(options.Arms.Values.SelectMany(own => own))
            .Concat(options.Environments.Values.SelectMany(own => own)).Concat(options.Scales.Values.SelectMany(scale => scale.Overrides)).ToList();
        var needed = new HashSet<string>();
        bool IsNeeded(string name) => !needed.Contains(name) && texts.Exists(text => text.Contains($"{{{name}}}"));
        while (options.First.FirstOrDefault(entry => IsNeeded(entry.Key)) is { Key: { } name, Value: var found })
        {
            needed.Add(name);
            texts.AddRange(found.Overrides);
        }
        return options.First.Where(entry => needed.Contains(entry.Key)).ToDictionary();
    }
}
