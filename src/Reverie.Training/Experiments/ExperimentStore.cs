using Reverie.Training.Configuration;

namespace Reverie.Training.Experiments;

/// <summary>Where an experiment's runs lie: <c>RUNS/experiments/NAME/SCALE</c>, a folder for each. Several experiments may ask of the same ones.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="runs">The folder of all runs.</param>
/// <param name="prepared">That of the preparations, if it is another one.</param>
public sealed class ExperimentStore(Experiment experiment, string runs, string? prepared = null)
{
    public Experiment Experiment => experiment;

    /// <summary>The folder of all of them.</summary>
    public string Path { get; } = PathIn(experiment, runs);

    public CellFolder FolderOf(ExperimentCell cell) => new(System.IO.Path.Combine(
        cell.Stage < Experiment.LastStage && prepared is not null ? PathIn(experiment, prepared) : Path, cell.Name));

    /// <summary>Whether nothing is left to do for a run.</summary>
    public bool IsOver(ExperimentCell cell) => FolderOf(cell).Record?.IsOver(cell) == true;

    /// <summary>Runs that are not over, of the first stage that has any; none when all are.</summary>
    public IReadOnlyList<ExperimentCell> Missing()
    {
        var missing = experiment.Cells.Where(cell => !IsOver(cell)).ToList();
        return missing.Count == 0 ? [] : [.. missing.Where(cell => cell.Stage == missing[0].Stage)];
    }

    /// <summary>Puts run folders of preparations in the place of their names.</summary>
    /// <exception cref="ConfigException">One of them is not complete.</exception>
    internal string FillPreparations(ExperimentCell cell, string text)
    {
        foreach (var (name, preparation) in experiment.Options.First)
        {
            string word = $"{{{name}}}";
            if (!text.Contains(word, StringComparison.Ordinal))
                continue;
            var source = experiment.Cells.First(other => other.Stage < Experiment.LastStage && other.Arm == name
                && (!preparation.Each || (other.Environment == cell.Environment && other.Seed == cell.Seed)));
            var folder = FolderOf(source);
            if (folder.Record is not { IsComplete: true } || folder.Run is not { } run)
                throw new ConfigException($"'{cell.Name}' starts from '{source.Name}', which is not complete; run that first.");
            text = text.Replace(word, run.Path);
        }
        return text;
    }

    private static string PathIn(Experiment experiment, string runs) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(runs, experiment.RunsFolder));
}
