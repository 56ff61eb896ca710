namespace Reverie.Training.Algorithms;

/// <summary>An algorithm's options. They keep the algorithm's own keys and compute from them what the house must know.</summary>
public interface IRunOptions
{
    /// <summary>What the house must know; computed, so that it is no key.</summary>
    RunSettings Settings { get; }
}
