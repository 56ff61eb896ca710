using System.Globalization;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Cli.Bench;
using Reverie.Torch;
using Spectre.Console;

namespace Reverie.Cli.Training;

/// <summary>Says at the start what a run will need.</summary>
internal static class EstimatePrinter
{
    internal static void Print(TrainerOptions options, IrisTrainer trainer)
    {
        var agent = trainer.Components.Agent;
        var estimate = RunEstimate.Of(options, agent.ParameterCount(), trainer.FrameShape);
        string time = trainer.Components.Device.IsCpu
            ? Range(estimate.Time(GemmBenchmarks.Peak(ScalarType.Float32) * 1e9))
            : "time not estimated on a GPU";
        AnsiConsole.MarkupLine(string.Create(CultureInfo.InvariantCulture,
            $"[bold]{estimate.Parameters / 1e6:F2} M[/] parameters (tokenizer {agent.Tokenizer.ParameterCount() / 1e6:F2} M, world model " +
            $"{agent.WorldModel.ParameterCount() / 1e6:F2} M, actor-critic {agent.ActorCritic.ParameterCount() / 1e6:F2} M) on " +
                    $"{trainer.Components.Device}; up to about [bold]{estimate.MemoryBytes / 1e9:F1} GB[/] of memory; [bold]{time}[/]"));
    }

    private static string Range((TimeSpan Shortest, TimeSpan Longest) time) =>
        $"about {Duration(time.Shortest)} here on {TorchRuntime.Threads} thread{(TorchRuntime.Threads == 1 ? "" : "s")} if frames repeat, as in grid " +
        $"worlds, up to {Duration(time.Longest)} if all are new";

    private static string Duration(TimeSpan time) => time.TotalHours >= 1.5
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F1} hours")
        : time.TotalMinutes < 1.5 ? "a minute" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} minutes");
}
