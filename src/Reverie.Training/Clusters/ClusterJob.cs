using System.Globalization;

namespace Reverie.Training.Clusters;

/// <summary>An array of runs: some runs of an experiment, each a task.</summary>
/// <param name="Folder">Where its script and its logs lie.</param>
/// <param name="Command">What makes a run, but for its number.</param>
/// <param name="WorkingFolder">Where that is started.</param>
/// <param name="Tasks">The runs' numbers.</param>
/// <param name="After">A job that must have succeeded before; null for none.</param>
public sealed record ClusterJob(string Folder, IReadOnlyList<string> Command, string WorkingFolder, IReadOnlyList<int> Tasks, string? After = null)
{
    /// <summary>The folder of all runs.</summary>
    public string Runs { get; init; } = "runs";

    /// <summary>Folders of the runs below that, by number.</summary>
    public IReadOnlyDictionary<int, string> Names { get; init; } = new Dictionary<int, string>();

    /// <summary>Variables that the runs get.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The numbers as schedulers have them: <c>0-3,7</c>.</summary>
    internal string Ranges()
    {
        var ranges = new List<string>();
        for (int i = 0; i < Tasks.Count;)
        {
            int end = i;
            while (end + 1 < Tasks.Count && Tasks[end + 1] == Tasks[end] + 1)
                end++;
            ranges.Add(string.Create(CultureInfo.InvariantCulture, $"{Tasks[i]}{(end > i ? $"-{Tasks[end]}" : "")}"));
            i = end + 1;
        }
        return string.Join(',', ranges);
    }
}
