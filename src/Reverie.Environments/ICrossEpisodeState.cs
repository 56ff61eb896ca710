namespace Reverie.Environments;

/// <summary>
/// An environment whose next episode depends on earlier ones by more than its random generator. Who saves the generator's state to begin
/// an episode again later must save this too.
/// </summary>
public interface ICrossEpisodeState
{
    /// <summary>All that is remembered from earlier episodes, in one number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number did not come from an environment of the same shape.</exception>
    int CrossEpisodeState { get; set; }
}
