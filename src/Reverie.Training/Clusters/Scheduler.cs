using System.ComponentModel;
using System.Diagnostics;

namespace Reverie.Training.Clusters;

/// <summary>A cluster's own commands: <c>sbatch</c>, <c>squeue</c>, <c>scancel</c>; <c>qsub</c>, <c>qstat</c>, <c>qdel</c>.</summary>
public sealed class Scheduler(ClusterKind kind)
{
    /// <summary>Submits a script.</summary>
    /// <returns>The job's id.</returns>
    /// <exception cref="ClusterException">The scheduler refuses it, or is not here.</exception>
    public string Submit(string script)
    {
        string[] words = kind == ClusterKind.Slurm ? ["sbatch", "--parsable", script] : ["qsub", script];
        string answer = Run(words).Trim();
        // `sbatch --parsable` adds the cluster's name behind a semicolon.
        return answer.Split('\n')[^1].Split(';')[0];
    }

    /// <summary>What the scheduler says of a job, a task a line; empty when it knows nothing of it any more.</summary>
    public string Status(string id)
    {
        try
        {
            return Run(kind == ClusterKind.Slurm ? ["squeue", "--noheader", "--array", "--jobs", id, "--format", "%i %T %M %R"] : ["qstat", "-t", id]).Trim();
        }
        catch (ClusterException e) when (e.IsRefusal)
        {
            return ""; // Schedulers forget jobs soon after they end.
        }
    }

    /// <summary>Ends a job, and takes back what waits.</summary>
    /// <exception cref="ClusterException">The scheduler refuses, or is not here.</exception>
    public void Cancel(string id) => Run(kind == ClusterKind.Slurm ? ["scancel", id] : ["qdel", id]);

    private static string Run(string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new ClusterException($"{words[0]} says: {string.Join(' ', error.Result.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}", isRefusal: true);
        }
        catch (Win32Exception e)
        {
            throw new ClusterException($"There is no '{words[0]}' here; run this on a machine that submits to the cluster, or add --dry-run to see the script.", false, e);
        }
    }
}
