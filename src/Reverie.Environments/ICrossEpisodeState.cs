namespace Reverie.Environments;

/// <summary>
/// An environment or wrapper whose next episode depends on earlier ones by more than the random generator. Who saves the generator's
/// state to begin an episode again later must save this too.
/// </summary>
public interface ICrossEpisodeState
{
    /// <summary>Writes all that is remembered from earlier episodes; called as an episode begins, so it should be quick.</summary>
    void SaveMemory(BinaryWriter writer);

    /// <summary>Remembers what <see cref="SaveMemory"/> wrote, and nothing else.</summary>
    /// <exception cref="InvalidDataException">It did not come from an environment of the same shape.</exception>
    void RestoreMemory(BinaryReader reader);
}
