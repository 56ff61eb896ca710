using System.Globalization;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Runs;
using Spectre.Console;

namespace Reverie.Cli.Runs;

/// <summary>Says at the start what a run will need.</summary>
internal static class EstimatePrinter
{
    internal static void Print(RunEstimate estimate)
    {
        string time = Device.Parse(estimate.Device).IsCpu ? Range(estimate) : "time not estimated on a GPU";
        string parts = estimate.Parameters.Count > 1 ? $" ({string.Join(", ", estimate.Parameters.Select(part => $"{part.Part} {Millions(part.Count)}"))})" : "";
        long total = estimate.Parameters.Sum(part => part.Count);
        string learning = estimate.LearningParameters is { } some && some < total ? $", of which {Millions(some)} learn," : "";
        AnsiConsole.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Millions(total)}[/] parameters{parts}{learning} on {estimate.Device}; " +
            $"up to about [bold]{estimate.MemoryBytes / 1e9:F1} GB[/] of memory{Doubt(estimate)}; [bold]{time}[/]"));
    }

    /// <summary>It may still fit: estimates are good to a factor of two.</summary>
    private static string Doubt(RunEstimate estimate) => Device.Parse(estimate.Device).IsCpu && estimate.MemoryBytes > MachineMemory.Free
        ? string.Create(CultureInfo.InvariantCulture, $" [yellow](of which {MachineMemory.Free / 1e9:F1} GB are free)[/]") : "";

    private static string Millions(long count) => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:F2} M");

    private static string Range(RunEstimate estimate)
    {
        var (shortest, longest) = estimate.Time(MachinePeak.Measure());
        string threads = $"here on {TorchRuntime.Threads} thread{(TorchRuntime.Threads == 1 ? "" : "s")}";
        return estimate.Condition is { } condition
            ? $"about {Duration(shortest)} {threads} {condition}, up to {Duration(longest)} if all are new"
            : $"about {Duration(longest)} {threads}";
    }

    private static string Duration(TimeSpan time) => time.TotalHours >= 1.5
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F1} hours")
        : time.TotalMinutes < 1.5 ? "a minute" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} minutes");
}
