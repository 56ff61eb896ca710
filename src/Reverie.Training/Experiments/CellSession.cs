namespace Reverie.Training.Experiments;

/// <summary>A process that worked on a run of an experiment.</summary>
/// <param name="Started">When, UTC.</param>
/// <param name="Code">With which code.</param>
public sealed record CellSession(DateTimeOffset Started, string Code);
