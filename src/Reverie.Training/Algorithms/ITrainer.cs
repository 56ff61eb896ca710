using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>Trains in one run folder. It knows its own loop: epochs, environment steps, whatever it counts.</summary>
public interface ITrainer : IDisposable
{
    /// <summary>What the run will need; null where nobody knows.</summary>
    RunEstimate? Estimate { get; }

    /// <summary>Trains to the end, or until a stop is asked for. Either way the state is saved.</summary>
    /// <param name="stop">Looked at often; null for never.</param>
    /// <returns>True when the run is complete, false when it was stopped.</returns>
    bool Run(GracefulStop? stop = null);
}
