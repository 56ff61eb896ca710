using Reverie.Environments;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;
using Reverie.Training.Configuration;

namespace Reverie.Training.Environments;

/// <summary>Makes the environments of a run from its options.</summary>
public static class PixelEnvironmentFactory
{
    /// <summary>Pixels of a grid cell before the picture is scaled.</summary>
    private const int TileSize = 16;

    private static readonly EnvironmentRegistry Registry = BuiltInEnvironments.CreateRegistry();

    /// <summary>Environments with the seeds <paramref name="seed"/>, <paramref name="seed"/> + 1, ...</summary>
    /// <param name="options">What to make.</param>
    /// <param name="key">Where the options stand, such as <c>env.train</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seeds the first one.</param>
    /// <exception cref="ConfigException">The id is unknown, or an option does not fit this environment.</exception>
    public static PixelEnvironments Make(EnvInstanceOptions options, string key, int count, ulong seed)
    {
        // Before the options: what does not exist, nothing fits.
        MakeGrid(options, key).Dispose();
        Refuse(options.NoopMax > 0, options, $"{key}.noop_max", "grid worlds have no action that does nothing", "0");
        Refuse(options.DoneOnLifeLoss, options, $"{key}.done_on_life_loss", "grid worlds count no lives", "false");
        return new(index =>
            new PixelEnvironment(MakePixels(options, key), new(options.FrameSkip, options.MaxEpisodeSteps, options.ClipReward), seed + (ulong)index), count);
    }

    private static PixelWrapper<int> MakePixels(EnvInstanceOptions options, string key)
    {
        var grid = MakeGrid(options, key);
        Environment<GridObservation<byte>, int> drawn = options.Observation == PixelSource.World
            ? new RgbImgObsWrapper(grid, TileSize)
            : new RgbImgPartialObsWrapper(grid, TileSize);
        return new PixelWrapper<int>(new ImgObsWrapper(drawn), options.Size, options.Size);
    }

    private static MiniGridEnv MakeGrid(EnvInstanceOptions options, string key)
    {
        try
        {
            return (MiniGridEnv)Registry.Make(options.Id!);
        }
        catch (ArgumentException e)
        {
            throw new ConfigException($"{key}.id: {e.Message}", e);
        }
    }

    private static void Refuse(bool wrong, EnvInstanceOptions options, string key, string why, string value)
    {
        if (wrong)
            throw new ConfigException($"'{key}' does not fit {options.Id}: {why}; choose env=minigrid, or set {key}={value}.");
    }
}
