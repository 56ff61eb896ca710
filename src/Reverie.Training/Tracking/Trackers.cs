using Reverie.Training.Algorithms;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tracking;

/// <summary>Opens all that a run's numbers go to: its own logs, W&amp;B, and MLflow.</summary>
public static class Trackers
{
    /// <summary>Opens the logs of a run and what follows them elsewhere; of several processes the leader's only.</summary>
    /// <param name="context">Where the run lives.</param>
    /// <param name="mode">What <c>wandb.mode</c> says; disabled writes nothing at all, neither here nor elsewhere. Null: no W&amp;B.</param>
    /// <param name="resumedFrom">The step from which the run goes on, or null for a new run.</param>
    public static MetricsLog Open(RunContext context, WandbMode? mode, long? resumedFrom)
    {
        if (!context.Team.IsLeader)
            return new MetricsLog();
        string logs = context.Folder.Logs;
        if (mode == WandbMode.Disabled)
            return MetricsLog.Silent(logs, resumedFrom);
        var writers = new List<IMetricsWriter> { new JsonLinesWriter(logs, context.Time, resumedFrom), new TensorBoardWriter(logs, context.Time, resumedFrom) };
        if (mode is { } known)
            writers.AddRange(Wandb(context, known));
        if (MlflowSettings.Find(context.Folder.Metadata.Project) is { } mlflow)
            writers.Add(new MlflowSender(mlflow, context.Folder, context.Reporter.Message, context.Time));
        return new(writers);
    }

    private static IEnumerable<IMetricsWriter> Wandb(RunContext context, WandbMode mode)
    {
        if (mode == WandbMode.Offline)
        {
            yield return new OfflineWandbWriter(context.Folder, context.Time, MetricsReader.Read(context.Folder));
            yield break;
        }
        var server = WandbKey.Server();
        if (WandbKey.Find(server) is { } key)
        {
            // What the server does not take in time is in the file, for `wandb sync`.
            yield return new OfflineWandbWriter(context.Folder, context.Time, MetricsReader.Read(context.Folder));
            yield return new WandbSender(server, key, context.Folder, MetricsReader.Read(context.Folder), context.Reporter.Message, context.Time);
        }
    }
}
