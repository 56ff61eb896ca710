using System.Diagnostics;
using System.Globalization;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Training.Experiments;

/// <summary>Makes an experiment's runs as processes of this machine, several at a time.</summary>
/// <param name="store">Where they lie.</param>
/// <param name="command">What makes a run, but for its name: <c>dotnet reverie.dll experiment cell</c>.</param>
/// <param name="arguments">What a process is told besides its run's name.</param>
/// <param name="reporter">Told what happens.</param>
public sealed class LocalLauncher(ExperimentStore store, IReadOnlyList<string> command, IReadOnlyList<string> arguments, IProgressReporter reporter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private const double Reserve = 1.2;

    private readonly List<LocalCell> _running = [];
    private readonly HashSet<string> _failed = [];
    private long _largest;
    private bool _waitsForMemory;

    /// <summary>Runs what is missing.</summary>
    /// <param name="jobs">Processes at a time; the processor's threads are divided among them.</param>
    /// <param name="stop">Looked at often; processes that run are told to save and end.</param>
    /// <returns>Whether everything is complete.</returns>
    public bool Run(int jobs, GracefulStop stop)
    {
        int total = store.Experiment.Cells.Count;
        while (true)
        {
            Reap(total);
            var missing = stop.IsRequested ? [] : store.Missing();
            if (_running.Count == 0 && missing.All(cell => _failed.Contains(cell.Name)))
                return !stop.IsRequested && missing.Count == 0;
            foreach (var cell in missing.Where(cell => !_failed.Contains(cell.Name) && _running.TrueForAll(other => other.Cell.Name != cell.Name)))
            {
                if (_running.Count >= jobs || !HasMemory())
                    break;
                reporter.Message($"{cell.Name}: begins");
                _running.Add(LocalCell.Start(cell, store.FolderOf(cell), command, arguments, Math.Max(1, Environment.ProcessorCount / jobs)));
            }
            if (stop.IsRequested)
                _running.ForEach(cell => cell.AskToStop());
            _running.FirstOrDefault()?.Process.WaitForExit(Pause);
        }
    }

    private void Reap(int total)
    {
        foreach (var cell in _running.ToList())
        {
            _largest = Math.Max(_largest, cell.PeakMemory());
            if (!cell.Process.HasExited)
                continue;
            _running.Remove(cell);
            string? failure = store.FolderOf(cell.Cell).Record?.Failure;
            if (failure is null && store.IsOver(cell.Cell))
            {
                int done = store.Experiment.Cells.Count(store.IsOver);
                reporter.Message(string.Create(CultureInfo.InvariantCulture, $"{cell.Cell.Name}: complete ({done} of {total})"));
            }
            else
            {
                _failed.Add(cell.Cell.Name);
                reporter.Message(failure is not null
                    ? $"{cell.Cell.Name}: failed: {failure} ({cell.Log})"
                    : $"{cell.Cell.Name}: stopped with exit code {cell.Process.ExitCode}: {cell.LastLine()} ({cell.Log})");
            }
            cell.Dispose();
        }
    }

    /// <summary>Whether one more process fits, if it needs as much as the largest so far.</summary>
    private bool HasMemory()
    {
        if (_running.Count == 0 || _largest * Reserve < MachineMemory.Free)
            return true;
        if (!_waitsForMemory)
        {
            reporter.Message(string.Create(
                CultureInfo.InvariantCulture, $"A run needs up to {_largest / 1e9:F1} GB and {MachineMemory.Free / 1e9:F1} GB are free, so the next one waits for one to end."));
        }
        _waitsForMemory = true;
        return false;
    }

    private sealed class LocalCell : IDisposable
    {
        private bool _isAsked;

        private LocalCell(ExperimentCell cell, Process process, string log) => (Cell, Process, Log) = (cell, process, log);

        public ExperimentCell Cell { get; }

        public Process Process { get; }

        public string Log { get; }

        public static LocalCell Start(ExperimentCell cell, CellFolder folder, IReadOnlyList<string> command, IReadOnlyList<string> arguments, int threads)
        {
            Directory.CreateDirectory(folder.Path);
            string log = folder.In("log.txt");
            // The shell opens the log, so that the process goes on writing to it whatever becomes of this one.
            var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, .. command,
                cell.Name, "--attended", .. arguments])
            { RedirectStandardInput = true };
            start.Environment.TryAdd("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
            return new(cell, Process.Start(start)!, log);
        }

        /// <summary>Its standard input is closed, upon which it saves and ends; so it does when this process dies.</summary>
        public void AskToStop()
        {
            if (_isAsked)
                return;
            _isAsked = true;
            Process.StandardInput.Close();
        }

        public long PeakMemory()
        {
            try
            {
                Process.Refresh();
                return Process.HasExited ? 0 : Process.PeakWorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0; // It has just ended.
            }
        }

        public string LastLine() => File.Exists(Log) ? File.ReadLines(Log).LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "" : "";

        public void Dispose() => Process.Dispose();
    }
}
