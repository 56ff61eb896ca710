using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Reverie.Training.Runs;

/// <summary>
/// Brings a run folder of another machine, or of another place of this one, here: by rsync, or by scp where there is none. What has arrived
/// lies in a folder beside the run's place, and takes that place once it is whole and proves to be a run.
/// </summary>
/// <param name="source"><c>HOST:PATH</c>, or a path.</param>
/// <param name="keep">Whether files that are there already stay as they are.</param>
/// <param name="verbose">Whether the tool says what it copies.</param>
public sealed class RunImport(string source, bool keep, bool verbose)
{
    private const string PartPrefix = ".importing-";
    private const string Day = "yyyy-MM-dd";
    private const string Content = "run";

    private readonly string _source = source.TrimEnd('/');

    private bool IsRemote => !Directory.Exists(_source) && Colon > 0 && !_source[..Colon].Contains('/', StringComparison.Ordinal);

    private int Colon => _source.IndexOf(':', StringComparison.Ordinal);

    /// <summary>Copies the run.</summary>
    /// <param name="root">Folder of all runs. A run from the folder of a day goes into that day here, any other into today's.</param>
    /// <param name="time">The clock; local time says which day it is.</param>
    /// <param name="stop">Ends the copying; nothing of it stays.</param>
    /// <returns>The run in its new place.</returns>
    /// <exception cref="IOException">It cannot be copied; the message says why and what to do.</exception>
    /// <exception cref="CheckpointException">What was copied is no run.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RunFolder Run(string root, TimeProvider time, CancellationToken stop)
    {
        string[] parts = _source[(IsRemote ? Colon + 1 : 0)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [.., var name] || name is "." or "..")
            throw new IOException($"'{source}' names no run; give HOST:PATH or PATH of a run folder, such as lab:reverie/runs/2026-01-31/12-00-00.");
        if (!IsRemote && !Directory.Exists(_source))
            throw new IOException($"There is no folder '{source}' on this machine; give the path of a run folder, or HOST:PATH for one of another machine.");
        string today = time.GetLocalNow().ToString(Day, CultureInfo.InvariantCulture);
        string day = parts.Length > 1 && DateOnly.TryParseExact(parts[^2], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? parts[^2] : today;
        string target = Path.Combine(Path.GetFullPath(root), day, name);
        if (!IsRemote && Path.GetFullPath(_source) == target)
            throw new IOException($"'{source}' is here already; name a run of another place.");
        if (Directory.Exists(target) && !keep)
            throw new IOException($"There is a run '{Shown(target)}' already; give -k to keep its files and add what it lacks, or move it away.");
        string part = Path.Combine(Path.GetDirectoryName(target)!, PartPrefix + name);
        // What an import that was killed has left.
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        try
        {
            string content = Path.Combine(part, Content);
            Copy(content, target, stop);
            RunFolder.Open(content);
            Install(content, target);
            return RunFolder.Open(target);
        }
        catch (CheckpointException e)
        {
            throw new CheckpointException(
                $"'{source}' is no run folder: it lacks config/config.yaml; give the folder of a run, such as lab:reverie/runs/2026-01-31/12-00-00.", e);
        }
        finally
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
            if (Directory.GetParent(part) is { Exists: true } parent && !parent.EnumerateFileSystemInfos().Any())
                parent.Delete();
        }
    }

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);

    private void Copy(string content, string target, CancellationToken stop)
    {
        // Of a full path nobody thinks that what stands before a colon is a host.
        string from = IsRemote ? _source : Path.GetFullPath(_source);
        string[] rsync =
        [
            "--archive", .. verbose ? (string[])["--verbose"] : [], .. Directory.Exists(target) ? (string[])[$"--compare-dest={target}"] : [],
            "--", $"{from}/", $"{content}/",
        ];
        // As there is no such folder yet, scp makes it of the run's. Quiet, it would not say what is wrong; it shows its progress to terminals only.
        string[] scp = ["-r", "-p", "--", from, content];
        if (!TryRun("rsync", rsync, stop) && !TryRun("scp", scp, stop))
            throw new IOException("Neither rsync nor scp is on the PATH, one of which copies runs; install one (apt-get install rsync).");
    }

    /// <returns>False where the tool is not installed.</returns>
    private bool TryRun(string tool, string[] arguments, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = !verbose })!;
        }
        catch (Win32Exception)
        {
            return false;
        }
        using (process)
        using (stop.Register(() => Kill(process)))
        {
            var output = verbose ? null : process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            output?.GetAwaiter().GetResult();
            stop.ThrowIfCancellationRequested();
            if (process.ExitCode == 0)
                return true;
            string reason = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()
                ?? $"it ended with code {process.ExitCode}";
            throw new IOException($"{tool} could not copy '{source}': {reason.TrimEnd('.')}; check the host, the path and that ssh lets you in.");
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in the meantime.
        }
    }

    /// <summary>Puts what was copied in the run's place; of a run that is there, every file stays.</summary>
    private static void Install(string content, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(content, target);
            return;
        }
        foreach (string file in Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories))
        {
            string place = Path.Combine(target, Path.GetRelativePath(content, file));
            if (File.Exists(place))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(file, place);
        }
    }
}
