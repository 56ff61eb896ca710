using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;

namespace Reverie.Training.Environments;

/// <summary>
/// Environments seen as square pictures, as IRIS sees them, or, of grid worlds, as symbols: any registered environment that shows pictures or can be drawn, with wrappers,
/// no-op starts, repeated actions, lives and a limit of its episodes, side by side.
/// </summary>
public static class PixelWorlds
{
    private static readonly EnvInstanceOptions Usual = new();

    /// <summary>Environments that are stepped together; reset them with a seed.</summary>
    /// <param name="worlds">Where the id is looked up.</param>
    /// <param name="options">What to make.</param>
    /// <param name="key">Where the options stand, such as <c>env.train</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <param name="made">Told of each before it is ever reset, in order unless they are processes of their own.</param>
    /// <param name="rememberStarts">Whether every observation says how its episode began (see <see cref="RememberedStart"/>).</param>
    /// <exception cref="ConfigException">The id is unknown, an option does not fit this environment, or so many do not fit into memory.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public static IVectorEnvironment Make(
        Worlds worlds, EnvInstanceOptions options, string key, int count, CancellationToken stop = default, Action<IEnvironment>? made = null,
        bool rememberStarts = false)
    {
        var vector = VectorFactory.Make(worlds, options.Id!, key, count, MakeNext, stop);
        if (vector.Layout.Action.Kind == ActionKind.Discrete)
            return vector;
        vector.Dispose();
        throw new ConfigException($"{key}.id: {options.Id} takes {vector.Layout.Action}, and this algorithm needs one choice of several; choose another environment.");

        (IEnvironment, IArrayEnvironment) MakeNext()
        {
            var (environment, arrays) = MakePair(worlds, options, key, made);
            return (environment, rememberStarts ? new RememberedStart(arrays) : arrays);
        }
    }

    /// <summary>One environment, for those who step it themselves.</summary>
    /// <param name="worlds">Where the id is looked up.</param>
    /// <param name="options">What to make.</param>
    /// <param name="key">Where the options stand.</param>
    /// <param name="prepare">Told of the environment before it is ever reset.</param>
    /// <exception cref="ConfigException">The id is unknown, or an option does not fit this environment.</exception>
    public static IArrayEnvironment MakeOne(Worlds worlds, EnvInstanceOptions options, string key, Action<IEnvironment>? prepare = null) =>
        MakePair(worlds, options, key, prepare).Arrays;

    private static (IEnvironment Environment, IArrayEnvironment Arrays) MakePair(
        Worlds worlds, EnvInstanceOptions options, string key, Action<IEnvironment>? prepare)
    {
        var environment = EnvironmentFactory.Make(worlds, options, key);
        try
        {
            return (environment, InFrames(environment, options, key, prepare));
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    /// <summary>The chain of IRIS's wrappers, from the inside out. What counts frames lies inside the repeats.</summary>
    private static IArrayEnvironment InFrames(IEnvironment environment, EnvInstanceOptions options, string key, Action<IEnvironment>? prepare)
    {
        int? noop = (environment.Unwrapped as IHasNoop)?.NoopAction;
        Refuse(options.NoopMax > 0 && noop is null, options, $"{key}.noop_max", "it has no action that does nothing", "0");
        var game = environment.Unwrapped as ICountsLives;
        Refuse(options.DoneOnLifeLoss && game?.Lives is null, options, $"{key}.done_on_life_loss", "it counts no lives", "false");

        var view = options.Observation == PixelSource.View ? PixelView.Agent : PixelView.World;
        var frames = options.Symbols ? Symbols(environment, options, key, view) : UserText.Use(
            $"{key}.id", () => Pictures.Planes(Pictures.Of(environment, view), options.Size, options.Size, options.Resampling));
        prepare?.Invoke(frames);
        var stepped = frames.AsArrays();
        if (options.NoiseStd > 0)
            stepped = new PixelNoise(stepped, options.NoiseStd);
        if (options.ClipReward)
            stepped = new RewardSign(stepped);
        if (options.MaxEpisodeSteps is { } limit)
            stepped = new EpisodeLimit(stepped, limit);
        if (options.NoopMax > 0)
            stepped = new NoopStart(stepped, noop!.Value, min: 1, options.NoopMax);
        if (options.FrameSkip > 1)
            stepped = new FrameMaximum(stepped, options.FrameSkip);
        return options.DoneOnLifeLoss ? new LifeLossEnd(stepped, () => game!.Lives ?? 0) : stepped;
    }

    private static IEnvironment Symbols(IEnvironment environment, EnvInstanceOptions options, string key, PixelView view)
    {
        if (options.Size != Usual.Size || options.Resampling != Usual.Resampling)
            throw new ConfigException($"'{key}.size' and '{key}.resampling' are for pictures, and '{key}.symbols' is true: leave them out.");
        Refuse(options.NoiseStd > 0, options, $"{key}.noise_std", "noise makes other symbols of them", "0");
        Refuse(options.FrameSkip > 1, options, $"{key}.frame_skip", "symbols of several frames cannot be laid over each other", "1");
        return UserText.Use($"{key}.symbols", () => GridSymbols.Of(environment, view));
    }

    private static void Refuse(bool wrong, EnvInstanceOptions options, string key, string why, string value)
    {
        if (wrong)
            throw new ConfigException($"'{key}' does not fit {options.Id}: {why}; set {key}={value}, as env=minigrid does.");
    }
}
