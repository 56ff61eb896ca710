namespace Reverie.Play.Games;

/// <summary>Which stored episode is shown.</summary>
/// <param name="Source">Who played it: <c>train</c>, <c>test</c> or <c>imagination</c>.</param>
/// <param name="Name">Its file.</param>
/// <param name="Index">Its place among those of the source.</param>
/// <param name="Count">How many the source has.</param>
/// <param name="Length">Steps.</param>
/// <param name="Return">Sum of rewards.</param>
/// <param name="Success">Whether it was a success; null where nobody judges.</param>
public sealed record EpisodeFacts(string Source, string Name, int Index, int Count, int Length, double Return, bool? Success);
