using Reverie.Training.Configuration;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;

namespace Reverie.Training.Experiments;

/// <summary>Makes one run of an experiment in this process: begins it, or goes on with it. Every launcher ends up here.</summary>
/// <param name="host">What this process knows.</param>
/// <param name="store">Where the experiment's runs lie.</param>
public sealed class CellRunner(RunHost host, ExperimentStore store)
{
    /// <summary>Trains until the run is over or a stop is asked for.</summary>
    /// <returns>Whether it is over.</returns>
    /// <exception cref="ConfigException">Its overrides are wrong, have changed since it began, or what prepares it is not complete.</exception>
    /// <exception cref="TrainingDivergedException">Its numbers became infinite.</exception>
    public bool Run(ExperimentCell cell, GracefulStop stop)
    {
        var folder = store.FolderOf(cell);
        using var claim = folder.TryClaim() ?? throw new CheckpointException($"Another process works on '{folder.Path}'; wait for it or stop it first.");
        var record = folder.Record;
        // What never began may be mended.
        if (record is { Sessions.Count: > 0 } && !record.Overrides.SequenceEqual(cell.Overrides))
        {
            throw new ConfigException(
                $"'{folder.Path}' was begun with other overrides than the experiment has now; delete that folder, or give the changed experiment a name of its own.");
        }
        if (record?.IsOver(cell) == true)
            return true;
        if (record?.Rungs.FirstOrDefault(rung => rung.Budget > cell.Budget?.Value) is { } farther)
        {
            throw new ConfigException(
                $"'{folder.Path}' was trained to {farther.Budget}, which is farther than {cell.Budget!.Override}; delete that folder, or give the changed search "
                + "a name of its own.");
        }
        try
        {
            return Train(folder, cell, record, stop);
        }
        catch (Exception e) when (e is ConfigException or TrainingDivergedException)
        {
            folder.Write((folder.Record ?? new() { Overrides = cell.Overrides }) with { Failure = e.Message });
            throw;
        }
    }

    private bool Train(CellFolder folder, ExperimentCell cell, CellRecord? record, GracefulStop stop)
    {
        var session = record is null ? null : GoOn(folder, cell, record);
        if (session is null)
            (session, record) = (Begin(folder, cell), new() { Overrides = cell.Overrides });
        double seconds = SecondsSoFar(folder, record!);
        record = record! with { Failure = null, Sessions = [.. record.Sessions, new(host.Time.GetUtcNow(), CodeVersion.Current)] };
        folder.Write(record);
        using var limit = Limit(cell, seconds, stop, out var timeIsUp);
        if (!session.Train(stop) && !timeIsUp())
            return false;
        folder.Write(Finished(folder, cell, record));
        return true;
    }

    private CellRecord Finished(CellFolder folder, ExperimentCell cell, CellRecord record)
    {
        if (cell.Budget is not { } budget)
            return record with { IsComplete = true };
        try
        {
            double value = CellCurve.Read(folder.Run!, store.Experiment.Options.Metric, record.Sessions).Points[^1].Value;
            return record with { IsComplete = true, Rungs = [.. record.Rungs, new(budget.Value, value)] };
        }
        catch (InvalidDataException e)
        {
            return record with { IsComplete = true, Failure = e.Message };
        }
    }

    /// <summary>The run that was begun; null where it was killed before its first checkpoint, so that there is nothing to go on from.</summary>
    private RunSession? GoOn(CellFolder folder, ExperimentCell cell, CellRecord record) =>
        record.Sessions.Count > 0 && folder.Run is { } run && run.OpenCheckpoints(1).LoadNewest().Checkpoint is not null ? host.Open(run, Budget(cell)) : null;

    private static string[] Budget(ExperimentCell cell) => cell.Budget is { } budget ? [budget.Override] : [];

    private RunSession Begin(CellFolder folder, ExperimentCell cell)
    {
        folder.Run?.Remove();
        string[] overrides = [.. cell.Overrides.Select(text => store.FillPreparations(cell, text)), .. Budget(cell)];
        var (algorithm, config) = host.Compose(overrides, cell.Algorithm);
        return host.Create(algorithm, config, folder.Path, ["reverie", cell.Algorithm is null ? "train" : "pretrain", .. overrides]);
    }

    private static double SecondsSoFar(CellFolder folder, CellRecord record)
    {
        var clock = new TrainingClock(record.Sessions);
        double seconds = 0;
        if (folder.Run is { } run && File.Exists(Path.Combine(run.Logs, JsonLinesWriter.FileName)))
        {
            foreach (var line in MetricsReader.Read(run))
                seconds = clock.At(line.Time);
        }
        return seconds;
    }

    /// <summary>Asks for a stop when the budget by the clock is used up.</summary>
    private IDisposable? Limit(ExperimentCell cell, double seconds, GracefulStop stop, out Func<bool> timeIsUp)
    {
        if (cell.Stage < Experiment.LastStage || store.Experiment.Scale.Minutes is not { } minutes)
        {
            timeIsUp = () => false;
            return null;
        }
        int isUp = 0;
        timeIsUp = () => Volatile.Read(ref isUp) == 1;
        var rest = TimeSpan.FromSeconds(Math.Max(1, (minutes * 60) - seconds));
        return host.Time.CreateTimer(
            _ =>
            {
                if (stop.IsRequested)
                    return;
                Volatile.Write(ref isUp, 1);
                stop.Request();
            },
            null, rest, Timeout.InfiniteTimeSpan);
    }
}
