namespace Reverie.Play.Games;

/// <summary>What a step brought.</summary>
/// <param name="Reward">What it paid.</param>
/// <param name="End">How the episode ended with it, as a word; null where it goes on.</param>
internal readonly record struct Outcome(double Reward, string? End);
