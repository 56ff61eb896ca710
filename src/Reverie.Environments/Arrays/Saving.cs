namespace Reverie.Environments.Arrays;

/// <summary>How an environment can be saved in the middle of an episode.</summary>
public enum Saving
{
    /// <summary>Not at all: who resumes begins a new episode.</summary>
    None,

    /// <summary>By its random state at the episode's start and the actions since: they lead back to the very same place.</summary>
    Replay,

    /// <summary>As it is.</summary>
    Snapshot,
}
