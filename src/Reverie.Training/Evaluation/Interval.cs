namespace Reverie.Training.Evaluation;

/// <summary>An estimate with its interval.</summary>
/// <param name="Estimate">The point estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Estimate, double Low, double High);
