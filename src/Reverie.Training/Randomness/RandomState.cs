namespace Reverie.Training.Randomness;

/// <summary>The whole state of a <see cref="SeededRandom"/>: restored, the stream goes on exactly where it was.</summary>
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3);
