using Reverie.Algorithms.Dreamer.Options;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Imaging;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>Environments as Dreamer sees them: <c>rgb</c> (pictures), <c>state</c> (everything else as numbers) and, where asked for, <c>reward</c> and
/// <c>action_stack</c>; <c>token</c> and <c>token_embed</c> of those that speak.</summary>
public static class DreamerWorlds
{
    internal const string Rgb = "rgb", State = "state", Reward = "reward", Token = "token", TokenEmbed = "token_embed", IsReadStep = "is_read_step",
        ActionStack = "action_stack";

    private const string Key = "env";

    /// <summary>Environments that are stepped together; reset them with a seed.</summary>
    /// <param name="worlds">Environments and wrappers by name.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="count">How many.</param>
    /// <param name="stop">Looked at before each is made.</param>
    /// <exception cref="ConfigException">The id is unknown, or an option does not fit this environment.</exception>
    public static IVectorEnvironment Make(Worlds worlds, DreamerOptions options, int count, CancellationToken stop = default) =>
        EnvironmentFactory.MakeVector(worlds, IdOf(options.Env), Key, count, () => MakePair(worlds, options), stop, options.Env.SyncEnv);

    /// <summary>The words that the environment says, where somebody must know them: a language model, to embed them.</summary>
    internal static IReadOnlyList<string>? Words(Worlds worlds, DreamerOptions options) =>
        options.Algo.WorldModel.Token.Embedding == TokenEmbedding.LanguageModel ? WithWords(worlds, options, (_, speaker) => speaker.Words) : null;

    /// <summary>The words that the environment says, by their numbers; null where it says none, or does not tell them.</summary>
    internal static IReadOnlyList<string>? KnownWords(Worlds worlds, DreamerOptions options)
    {
        var (environment, arrays) = MakePair(worlds, options);
        using (arrays)
        {
            var layer = environment;
            while (layer is not ISaysWords && layer is IWrapper wrapper)
                layer = wrapper.Inner;
            return (layer as ISaysWords)?.Words;
        }
    }

    /// <summary>An environment that speaks, by itself.</summary>
    /// <param name="worlds">Environments and wrappers by name.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="use">Is given the environment, and the part of it that speaks.</param>
    /// <exception cref="ConfigException">It does not speak.</exception>
    internal static T WithWords<T>(Worlds worlds, DreamerOptions options, Func<IArrayEnvironment, ISaysWords, T> use)
    {
        var (environment, arrays) = MakePair(worlds, options);
        using (arrays)
        {
            for (var layer = environment; ; layer = ((IWrapper)layer).Inner)
            {
                if (layer is ISaysWords words)
                    return use(arrays, words);
                if (layer is not IWrapper)
                    throw new ConfigException($"{Key}.id: {IdOf(options.Env)} says no words; put env.wrappers=[{{name: mission_stream}}] around a grid world.");
            }
        }
    }

    /// <summary>The registered id that the options mean.</summary>
    /// <remarks>Domain and task of the Control Suite name it, unless the id is another one than theirs.</remarks>
    internal static string IdOf(DreamerEnvOptions env)
    {
        return env.Wrapper is { DomainName: { } domain, TaskName: { } task } && (env.Id is null || env.Id == $"{domain}_{task}") ? $"dmc/{domain}-{task}" : env.Id!;
    }

    private static (IEnvironment, IArrayEnvironment) MakePair(Worlds worlds, DreamerOptions options)
    {
        var env = options.Env;
        var environment = EnvironmentFactory.Make(
            worlds, new() { Id = IdOf(env), Arguments = env.Arguments, Worker = env.Worker, Wrappers = env.Wrappers }, Key);
        try
        {
            return (environment, UserText.Use($"{Key}.id", () => View(environment, options)));
        }
        catch
        {
            environment.Dispose();
            throw;
        }
    }

    private static IArrayEnvironment View(IEnvironment environment, DreamerOptions options)
    {
        var env = options.Env;
        bool pixels = env.Wrapper.FromPixels ?? options.Algo.CnnKeys.Encoder.Contains(Rgb);
        bool vectors = env.Wrapper.FromVectors ?? options.Algo.MlpKeys.Encoder.Any(key => key is not (Reward or Token or TokenEmbed or IsReadStep or ActionStack));
        bool speaks = options.Algo.MlpKeys.Encoder.Any(key => key is Token or TokenEmbed), isPicture = pixels && !vectors && !speaks;
        var seen = isPicture
            ? Pictures.Planes(
                Pictures.Of(environment, env.Observation == PixelSource.View && environment.Unwrapped is IHasPixels ? PixelView.Agent : PixelView.World),
                env.ScreenSize, env.ScreenSize, env.Resampling)
            : environment;
        var stepped = seen.AsArrays();
        if (env.ActionRepeat > 1)
            stepped = new ActionRepeat(stepped, env.ActionRepeat, mergeImages: false);
        // Steps of the environment are counted, of which an action takes several.
        if (env.MaxEpisodeSteps is { } limit and > 0)
            stepped = new EpisodeLimit(stepped, Math.Max(1, limit / env.ActionRepeat));
        if (stepped.Layout.Action.IsContinuous)
            stepped = new UnitActions(stepped);
        IArrayEnvironment view = new DreamerView(stepped, new(isPicture, pixels && !isPicture ? env.ScreenSize : 0, vectors, env.RewardAsObservation));
        if (pixels && (env.Grayscale || env.FrameStack > 1))
            view = new PictureStack(view, env.Grayscale, Math.Max(1, env.FrameStack), env.FrameStackDilation);
        return Stacked(view, env.ActionsAsObservation);
    }

    private static IArrayEnvironment Stacked(IArrayEnvironment view, ActionStackOptions options)
    {
        var noop = options.Noop.Count > 0 ? options.Noop : [.. Enumerable.Repeat(0.0, view.Layout.Action.Size)];
        return options.NumStack > 0 ? new ActionStack(view, options.NumStack, noop, options.Dilation) : view;
    }
}
