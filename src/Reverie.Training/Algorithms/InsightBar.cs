namespace Reverie.Training.Algorithms;

/// <summary>A number with a name.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Value">How much.</param>
/// <param name="IsMarked">Whether it is the one that happened or was chosen.</param>
public readonly record struct InsightBar(string Name, double Value, bool IsMarked = false);
