namespace Reverie.Environments.MiniGrid.Language;

/// <summary>How the mission's words reach the agent.</summary>
public sealed record MissionStreamOptions
{
    /// <summary>The words and their numbers; <see cref="MissionVocabulary.All"/> unless given.</summary>
    public MissionVocabulary Vocabulary { get; init; } = MissionVocabulary.All;

    /// <summary>Whether the world stands still until the mission has been read once.</summary>
    public bool ReadFirst { get; init; }

    /// <summary>Whether the mission is said again and again; otherwise silence follows it.</summary>
    public bool Repeat { get; init; } = true;

    /// <summary>How many silent steps part two repetitions.</summary>
    public int Pause { get; init; } = 1;
}
