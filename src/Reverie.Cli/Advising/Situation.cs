using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Advising;

/// <summary>What an agent in a grid world sees and can do, in words.</summary>
/// <param name="Text">Goal and view.</param>
/// <param name="Actions">The actions' names.</param>
/// <param name="Captions">What each of them would do.</param>
internal sealed record Situation(string Text, IReadOnlyList<string> Actions, IReadOnlyList<string> Captions)
{
    /// <summary>The beginning of a level.</summary>
    /// <exception cref="ConfigException">The environment is no grid world.</exception>
    internal static Situation Begin(IEnvironment environment, ulong? seed)
    {
        var grid = GridOf(environment);
        using var arrays = environment.AsArrays();
        var seen = new StepBatch(arrays.Layout, 1);
        arrays.Reset(seed, seen.Row(0));
        return Of(grid, seen);
    }

    /// <summary>What is seen now.</summary>
    internal static Situation Of(MiniGridEnv grid, StepBatch seen)
    {
        var view = new NdArray<byte>([.. seen["image"].Spec.Shape]);
        seen["image"].Row(0).CopyTo(view.Span);
        var actions = Enum.GetValues<GridAction>();
        return new(Caption.Describe(view, grid.Mission), [.. actions.Select(action => action.ToString().ToLowerInvariant())],
            [.. actions.Select(action => Caption.Describe(view, action))]);
    }

    /// <exception cref="ConfigException">The environment is no grid world.</exception>
    internal static MiniGridEnv GridOf(IEnvironment environment) => environment.Unwrapped as MiniGridEnv ?? throw new ConfigException(
        "Advice is asked about what a grid world's agent sees; name an id of MiniGrid or BabyAI that `reverie envs` lists.");
}
