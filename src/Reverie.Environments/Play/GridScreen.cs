using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.Play;

/// <summary>A grid world in letters, with the keys of the original's manual control.</summary>
internal sealed class GridScreen(MiniGridEnv grid) : Screen
{
    public override string Help => KeyBindings.Help;

    public override int? MaxSteps => grid.MaxSteps;

    public override int? ActionOf(ConsoleKey key) => (int?)KeyBindings.ActionOf(key);

    public override string NameOf(int action) => ((GridAction)action).ToString().ToLowerInvariant();

    public override void Draw(TextWriter output, StepBatch seen, bool color)
    {
        output.WriteLine($"Mission: {grid.Mission}");
        output.Write(GridText.Draw(grid, color));
        output.WriteLine($"Carrying: {grid.Carrying?.ToString() ?? "nothing"}");
    }
}
