namespace Reverie.Training.Experiments;

/// <summary>How good a run was when it had been trained to a budget.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Value">The metric, as it was logged last.</param>
public sealed record CellRung(long Budget, double Value);
