using Reverie.Environments;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Ppo.Environments;

/// <summary>Makes the environments of a run: as they are, or seen as frames.</summary>
internal static class PpoWorlds
{
    /// <param name="worlds">Where the id is looked up.</param>
    /// <param name="options">What to make.</param>
    /// <param name="key">Where the options stand.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <param name="made">Told of each environment, in order.</param>
    /// <exception cref="ConfigException">The id is unknown, or an option does not fit this environment.</exception>
    internal static IVectorEnvironment Make(Worlds worlds, PpoWorldOptions options, string key, int count, CancellationToken stop, Action<IEnvironment>? made = null) => options.Size is { } size
        ? PixelWorlds.Make(worlds, options.InFrames(size), key, count, stop, made)
        : EnvironmentFactory.MakeVector(worlds, options, key, count, stop, made);
}
