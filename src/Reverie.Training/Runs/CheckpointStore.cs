using System.Globalization;
using System.Text.RegularExpressions;
using Reverie.Training.Progress;

namespace Reverie.Training.Runs;

/// <summary>
/// The checkpoints of one run. A checkpoint is written into a temporary folder, made durable, listed in a manifest with sizes and
/// hashes, and only then renamed into place: at every moment the folder holds the previous checkpoint whole.
/// </summary>
public sealed partial class CheckpointStore
{
    private const string TemporaryPrefix = ".writing-";
    private readonly string _folder;
    private readonly int _keepLast;

    /// <summary>Opens the store, making its folder if needed.</summary>
    /// <param name="folder">Folder of the checkpoints.</param>
    /// <param name="keepLast">How many of the newest stay.</param>
    public CheckpointStore(string folder, int keepLast)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keepLast);
        _folder = Directory.CreateDirectory(folder).FullName;
        _keepLast = keepLast;
    }

    /// <summary>Saves a checkpoint and removes those that are too old.</summary>
    /// <param name="step">The step (or epoch) that has just been completed.</param>
    /// <param name="files">The files. One with a known fingerprint that did not change is linked, not written.</param>
    /// <exception cref="CheckpointException">It could not be written, because the disk is full for instance; older checkpoints are untouched.</exception>
    public SavedCheckpoint Save(long step, IEnumerable<CheckpointFile> files)
    {
        RemoveLeftovers();
        var existing = Existing();
        long sequence = existing.Count == 0 ? 1 : existing[^1].Sequence + 1;
        string temporary = Path.Combine(_folder, $"{TemporaryPrefix}{sequence}");
        try
        {
            Directory.CreateDirectory(temporary);
            var writer = new CheckpointWriter(temporary, LinkSource(existing));
            foreach (var file in files)
                writer.Add(file);
            writer.Finish(new CheckpointManifest { Version = CheckpointManifest.CurrentVersion, Sequence = sequence, Step = step, Files = writer.Entries });

            string final = Path.Combine(_folder, Name(sequence, step));
            Directory.Move(temporary, final);
            Libc.SyncDirectory(_folder);
            RemoveOldest();
            return new SavedCheckpoint(final, writer.Written, writer.Linked, writer.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            string advice = existing.Count == 0
                ? "it would have been the first, so there is nothing to resume from: free some space or make the place writable, and start a new run."
                : $"the one of step {existing[^1].Step} is untouched: free some space or make the place writable, and resume.";
            throw new CheckpointException($"The checkpoint of step {step} could not be written to '{_folder}' ({e.Message.TrimEnd('.')}); {advice}", e);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Finds the newest checkpoint whose manifest and files verify.</summary>
    public LoadedCheckpoint LoadNewest()
    {
        var skipped = new List<string>();
        foreach (var (_, step, path) in Existing().AsEnumerable().Reverse())
        {
            try
            {
                return new LoadedCheckpoint(new Checkpoint(path, CheckpointVerifier.Verify(path, step)), SkippedSentence(skipped));
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                skipped.Add($"{Path.GetFileName(path)} ({e.Message.TrimEnd('.')})");
            }
        }
        return new LoadedCheckpoint(null, SkippedSentence(skipped));
    }

    /// <summary>The newest checkpoint that verifies; what had to be skipped is told.</summary>
    /// <param name="reporter">Whom to tell.</param>
    /// <param name="otherwise">What to say where there is none.</param>
    /// <exception cref="CheckpointException">There is none.</exception>
    public Checkpoint RequireNewest(IProgressReporter reporter, string otherwise)
    {
        var newest = LoadNewest();
        if (newest.Skipped is { } skipped)
            reporter.Message(skipped);
        return newest.Checkpoint ?? throw new CheckpointException(otherwise);
    }

    /// <summary>
    /// The checkpoint whose unchanged files the next one shares: the one before the newest, so that the two newest share nothing and one
    /// damaged file never costs both.
    /// </summary>
    private string? LinkSource(List<(long Sequence, long Step, string Path)> existing) =>
        existing.Count switch
        {
            0 => null,
            1 => _keepLast == 1 ? existing[0].Path : null,
            _ => existing[^2].Path,
        };

    private static string Name(long sequence, long step) => string.Create(CultureInfo.InvariantCulture, $"{sequence:D6}-step-{step:D9}");

    private static string? SkippedSentence(List<string> skipped) =>
        skipped.Count == 0 ? null : $"Skipped {skipped.Count} checkpoint{(skipped.Count == 1 ? "" : "s")} that did not verify: {string.Join("; ", skipped)}.";

    private List<(long Sequence, long Step, string Path)> Existing() => [.. Directory.GetDirectories(_folder)
        .Select(path => (Match: CheckpointName().Match(Path.GetFileName(path)), Path: path))
        .Where(found => found.Match.Success)
        .Select(found => (
            Sequence: long.Parse(found.Match.Groups["sequence"].Value, CultureInfo.InvariantCulture),
            Step: long.Parse(found.Match.Groups["step"].Value, CultureInfo.InvariantCulture),
            found.Path))
        .OrderBy(found => found.Sequence)];

    private void RemoveOldest()
    {
        foreach (var (_, _, path) in Existing().SkipLast(_keepLast))
        {
            // Renamed first, so that a half-removed checkpoint is never taken for one.
            string doomed = Path.Combine(_folder, TemporaryPrefix + Path.GetFileName(path));
            Directory.Move(path, doomed);
            TryDelete(doomed);
        }
    }

    private void RemoveLeftovers()
    {
        foreach (string leftover in Directory.GetDirectories(_folder, TemporaryPrefix + "*"))
            TryDelete(leftover);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover is harmless and is tried again at the next save.
        }
    }

    [GeneratedRegex(@"^(?<sequence>\d{6,18})-step-(?<step>\d{9,18})$", RegexOptions.ExplicitCapture)]
    private static partial Regex CheckpointName();
}
