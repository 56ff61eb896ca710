using System.Globalization;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Training.Tracking;

/// <summary>
/// Writes a run as W&amp;B's own offline runs are, <c>wandb/offline-run-DAY_TIME-ID/run-ID.wandb</c> in the run folder, which
/// <c>wandb sync</c> uploads with configuration and media.
/// </summary>
/// <remarks>A run that goes on gets the file anew, with what still counts of before, so that one file holds all of it.</remarks>
internal sealed class OfflineWandbWriter : IMetricsWriter
{
    private readonly TimeProvider _time;
    private readonly RunFolder _folder;
    private readonly WandbRun _run;
    private readonly WandbLog _log;
    private readonly SortedDictionary<string, string> _latest = new(StringComparer.Ordinal);
    private long _record;
    private long _row;

    /// <summary>Makes the file.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="before">What was logged before and still counts.</param>
    internal OfflineWandbWriter(RunFolder folder, TimeProvider time, IEnumerable<MetricsLine> before)
    {
        (_time, _folder, _run) = (time, folder, WandbFields.RunOf(folder));
        string root = System.IO.Path.Combine(folder.Path, "wandb");
        // Uploaded ones stay; what has not been uploaded is in the new file, too.
        if (Directory.Exists(root))
        {
            foreach (string old in Directory.GetDirectories(root, $"offline-run-*-{_run.Id}").Where(old => Directory.GetFiles(old, "*.synced").Length == 0))
                Directory.Delete(old, recursive: true);
        }
        string stem = string.Create(CultureInfo.InvariantCulture, $"offline-run-{time.GetLocalNow():yyyyMMdd_HHmmss}-{_run.Id}");
        Path = System.IO.Path.Combine(root, stem);
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "files"));
        _log = new WandbLog(System.IO.Path.Combine(Path, $"run-{_run.Id}.wandb"));
        _log.Write(WandbEncoder.Header(++_record));
        _log.Write(WandbEncoder.Run(++_record, _run));
        _log.Write(WandbEncoder.Config(
            ++_record, WandbFields.ConfigOf(folder).Select(entry => WandbItem.Of(entry.Key, entry.Value?.ToJsonString() ?? "null"))));
        _log.Write(WandbEncoder.StepMetric(++_record, "step"));
        foreach (var line in before)
            Write(line);
    }

    /// <summary>The folder that <c>wandb sync</c> takes.</summary>
    internal string Path { get; }

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values) => Write(new(step, _time.GetUtcNow(), values));

    /// <inheritdoc/>
    public void Flush() => _log.Flush();

    public void Dispose()
    {
        long seconds = (long)(_time.GetUtcNow() - _run.Started).TotalSeconds;
        string[] media = CopyMedia();
        if (media.Length > 0)
            _log.Write(WandbEncoder.Files(++_record, media));
        _log.Write(WandbEncoder.Summary(
            ++_record,
            [.. _latest.Select(entry => WandbItem.Of(entry.Key, entry.Value)), new(["_wandb", "runtime"], seconds.ToString(CultureInfo.InvariantCulture))]));
        _log.Write(WandbEncoder.Exit(++_record, 0, seconds));
        _log.Write(WandbEncoder.Final(++_record));
        _log.Dispose();
    }

    private void Write(MetricsLine line)
    {
        var row = WandbFields.Row(line, _row, _run.Started);
        _log.Write(WandbEncoder.History(++_record, _row++, row.Select(item => WandbItem.Nested(item.Name, item.Json))));
        foreach (var (name, json) in row)
            _latest[name] = json;
    }

    private string[] CopyMedia()
    {
        string media = System.IO.Path.Combine(_folder.Path, "media");
        if (!Directory.Exists(media))
            return [];
        string[] files = [.. Directory.EnumerateFiles(media, "*", SearchOption.AllDirectories)
            .Where(file => System.IO.Path.GetExtension(file) is ".png" or ".mp4" or ".svg").Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            string copy = System.IO.Path.Combine(Path, "files", System.IO.Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            if (!Libc.TryHardLink(file, copy))
                File.Copy(file, copy, overwrite: true);
        }
        return [.. files.Select(file => System.IO.Path.GetRelativePath(_folder.Path, file))];
    }
}
