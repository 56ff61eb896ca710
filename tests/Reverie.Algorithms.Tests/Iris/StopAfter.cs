using System.Runtime.InteropServices;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Iris;

/// <summary>Asks for a stop when progress (of one phase, where it is named) has been reported so many times, as a person with Ctrl-C would.</summary>
internal sealed class StopAfter : IDisposable
{
    internal StopAfter(int reports, string phase = "")
    {
        Stop = new GracefulStop(_ => { });
        Reporter = new Counting(reports, phase, Stop);
    }

    internal GracefulStop Stop { get; }

    internal IProgressReporter Reporter { get; }

    public void Dispose() => Stop.Dispose();

    private sealed class Counting(int reports, string name, GracefulStop stop) : IProgressReporter
    {
        private int _left = reports;

        public void Begin(ProgressPhase phase)
        {
        }

        public void Update(ProgressPhase phase)
        {
            if (phase.Name.Contains(name, StringComparison.Ordinal) && --_left == 0)
                stop.OnSignal(new PosixSignalContext(PosixSignal.SIGINT));
        }

        public void End(ProgressPhase phase)
        {
        }

        public void Message(string line)
        {
        }
    }
}
