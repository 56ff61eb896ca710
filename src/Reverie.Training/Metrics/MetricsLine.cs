namespace Reverie.Training.Metrics;

/// <summary>What a run logged at once.</summary>
/// <param name="Step">The axis of the log: epochs or steps of training.</param>
/// <param name="Time">When, UTC; null in logs that do not tell it.</param>
/// <param name="Numbers">The numbers by name, the step among them.</param>
public sealed record MetricsLine(double Step, DateTimeOffset? Time, IReadOnlyDictionary<string, double> Numbers);
