using System.Runtime.InteropServices;

namespace Reverie.Training.Runs;

/// <summary>
/// Turns the first Ctrl-C (or SIGTERM, or a closed terminal) into a request that the training loop looks at where it is safe to
/// stop; the second signal ends the process at once.
/// </summary>
public sealed class GracefulStop : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
    private readonly Action<string> _announce;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _source = new();
    private int _signals;

    /// <summary>Starts listening.</summary>
    /// <param name="announce">Told, on the first signal, one sentence for the user. It is called on another thread.</param>
    public GracefulStop(Action<string> announce)
    {
        _announce = announce;
        foreach (var signal in Signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    private GracefulStop() => _announce = _ => { };

    /// <summary>A stop that listens to no signal and only comes about by <see cref="Request"/>.</summary>
    public static GracefulStop Unheard() => new();

    /// <summary>True once a stop has been asked for.</summary>
    public bool IsRequested => Volatile.Read(ref _signals) > 0;

    /// <summary>Cancelled once a stop has been asked for.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Asks for a stop as a first signal does, but without a word to the user.</summary>
    public void Request()
    {
        if (Interlocked.CompareExchange(ref _signals, 1, 0) == 0)
            _source.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    internal void OnSignal(PosixSignalContext context)
    {
        // Uncancelled, the signal does what it does to any process: it ends it.
        if (Interlocked.Increment(ref _signals) > 1)
            return;
        context.Cancel = true;
        _source.Cancel();
        _announce("Stopping at the next safe point and saving; press Ctrl-C again to quit at once.");
    }
}
