using System.CommandLine;
using Reverie.Environments;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Play;

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
            var observation = environment.Reset(result.GetValue(seed));
            if (result.GetValue(png) is { } path)
            {
                PngWriter.Write(environment.RenderFrame(result.GetValue(tile), agentPov: result.GetValue(pov)), path);
                Console.WriteLine(path);
                return;
            }
            Console.Write(GridText.Draw(environment, color: !Console.IsOutputRedirected));
            Console.WriteLine($"Mission: {environment.Mission}");
            Console.WriteLine($"The agent says: {Caption.Describe(observation.Image)}");
        }));
        return command;
    }
}
