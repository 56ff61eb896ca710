using System.Globalization;
using Reverie.Training.Experiments;

namespace Reverie.Training.Clusters;

/// <summary>Submits what is missing of an experiment: an array of jobs for each stage, each after the one before.</summary>
/// <param name="kind">Who takes them.</param>
/// <param name="wanted">What each run asks for.</param>
/// <param name="store">The experiment.</param>
/// <param name="runs">The folder of all runs.</param>
/// <param name="command">What makes a run, but for its number and the folder of runs.</param>
public sealed class ClusterSubmission(ClusterKind kind, ClusterResources wanted, ExperimentStore store, string runs, IReadOnlyList<string> command)
{
    /// <summary>Variables that the runs get.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the scripts, and submits them.</summary>
    /// <param name="folder">Where the scripts go.</param>
    /// <param name="isDry">Whether they are only written.</param>
    /// <returns>The scripts, and their ids if they were submitted.</returns>
    public IReadOnlyList<(string Script, string? Id)> Submit(string folder, bool isDry)
    {
        var scheduler = new Scheduler(kind);
        var submitted = new List<(string, string?)>();
        var missing = store.Experiment.Cells.Index().Where(cell => !store.IsOver(cell.Item));
        string? before = null;
        foreach (var stage in missing.GroupBy(cell => cell.Item.Stage))
        {
            string own = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stage-{stage.Key}"))).FullName;
            var job = new ClusterJob(own, command, Environment.CurrentDirectory, [.. stage.Select(cell => cell.Index)], before)
            {
                Runs = runs,
                Names = stage.ToDictionary(cell => cell.Index, cell => Path.GetRelativePath(runs, store.FolderOf(cell.Item).Path)),
                Variables = Variables,
            };
            string script = Path.Combine(own, "job.sh");
            File.WriteAllText(script, kind == ClusterKind.Slurm ? JobScript.Slurm(job, wanted) : JobScript.Pbs(job, wanted));
            before = isDry ? before : scheduler.Submit(script);
            submitted.Add((script, isDry ? null : before));
        }
        return submitted;
    }
}
