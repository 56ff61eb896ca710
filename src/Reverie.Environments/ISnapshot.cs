namespace Reverie.Environments;

/// <summary>
/// An environment, or a wrapper with a memory of its own, that can write down where it stands. Its generator of random numbers is saved
/// beside it. A wrapper saves its own part only.
/// </summary>
public interface ISnapshot
{
    /// <summary>Writes all that <see cref="RestoreSnapshot"/> needs.</summary>
    void SaveSnapshot(BinaryWriter writer);

    /// <summary>Goes back to where <see cref="SaveSnapshot"/> was called: equal actions lead to equal steps from here on.</summary>
    void RestoreSnapshot(BinaryReader reader);
}
