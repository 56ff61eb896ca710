using Reverie.Environments.Arrays;

namespace Reverie.Training.Algorithms;

/// <summary>What a player implements whose world model can stand in the environment's place.</summary>
public interface IDreams
{
    /// <summary>Why there is nothing to dream with, as a sentence; null where there is. A player that only acts may have loaded no world model.</summary>
    string? WhyNoDream { get; }

    /// <summary>Begins a dream with what one environment shows now, upon which the policy has not acted yet.</summary>
    /// <param name="seen">The present step, of one environment.</param>
    /// <param name="seed">Seeds the dream's draws.</param>
    /// <exception cref="InvalidOperationException">There is nothing to dream with.</exception>
    IDreamtWorld Dream(StepBatch seen, ulong seed);
}
