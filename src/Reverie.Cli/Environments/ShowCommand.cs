using System.CommandLine;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Play;
using Reverie.Environments.Spaces;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env show</c>: one level, in the terminal or as a picture.</summary>
internal static class ShowCommand
{
    internal static Command Create()
    {
        var id = EnvCommand.IdArgument();
        var seed = EnvCommand.SeedOption();
        var keywords = EnvCommand.KeywordOption();
        var png = new Option<string?>("--png") { Description = "Write a picture to this file instead." };
        var tile = new Option<int>("--tile") { Description = "Pixels per cell of the picture.", DefaultValueFactory = _ => 32 };
        var pov = new Option<bool>("--pov") { Description = "The picture shows the agent's view." };
        var command = new Command("show", "Draws a level in the terminal, or to a PNG file.") { id, seed, keywords, png, tile, pov };
        command.SetAction(result => EnvCommand.Guard(result, () =>
        {
            var environment = EnvCommand.Make(result.GetRequiredValue(id), result.GetValue(keywords));
            using var arrays = environment.AsArrays();
            var seen = new StepBatch(arrays.Layout, 1);
            arrays.Reset(result.GetValue(seed), seen.Row(0));
            if (result.GetValue(png) is { } path)
                SavePicture(environment, path, result.GetValue(tile), result.GetValue(pov));
            else if (environment is MiniGridEnv grid)
                Describe(grid, seen);
            else
                Describe(environment, seen);
        }));
        return command;
    }

    private static void SavePicture(IEnvironment environment, string path, int tile, bool pov)
    {
        PngWriter.Write(environment is MiniGridEnv grid ? grid.RenderFrame(tile, agentPov: pov) : environment.Render(), path);
        Console.WriteLine(path);
    }

    private static void Describe(MiniGridEnv grid, StepBatch seen)
    {
        Console.Write(GridText.Draw(grid, color: !Console.IsOutputRedirected));
        Console.WriteLine($"Mission: {grid.Mission}");
        var view = new NdArray<byte>([.. seen["image"].Spec.Shape]);
        seen["image"].Row(0).CopyTo(view.Span);
        Console.WriteLine($"The agent says: {Caption.Describe(view)}");
    }

    private static void Describe(IEnvironment environment, StepBatch seen)
    {
        if (!Console.IsOutputRedirected)
            Draw(environment);
        Console.WriteLine(seen.Layout);
    }

    private static void Draw(IEnvironment environment)
    {
        try
        {
            Console.Write(PictureText.Draw(environment.Render()));
        }
        catch (NotSupportedException)
        {
            // What draws no pictures still has its numbers.
        }
    }
}
