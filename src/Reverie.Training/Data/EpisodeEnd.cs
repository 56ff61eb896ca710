namespace Reverie.Training.Data;

/// <summary>How the last step of an episode left it.</summary>
/// <param name="Terminated">The task was over: nothing of value followed.</param>
/// <param name="Truncated">It was cut off; its value goes on.</param>
/// <param name="Success">Whether it was a success; null while it goes on, and where the environment does not judge.</param>
public readonly record struct EpisodeEnd(bool Terminated, bool Truncated, bool? Success = null)
{
    /// <summary>The episode goes on.</summary>
    public static EpisodeEnd None => default;

    /// <summary>Whether it is over either way.</summary>
    public bool IsOver => Terminated || Truncated;
}
