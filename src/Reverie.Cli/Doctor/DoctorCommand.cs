using System.CommandLine;
using System.Runtime.InteropServices;
using Reverie.Torch;
using Spectre.Console;

namespace Reverie.Cli.Doctor;

/// <summary><c>reverie doctor</c>: what this machine has, where everything was found, and what is missing.</summary>
internal static class DoctorCommand
{
    private static readonly (string Program, string Why)[] Programs =
    [
        ("ffmpeg", "writes videos of episodes"),
        ("cmake", "builds the native bridge"),
        ("g++", "builds the native bridge"),
    ];

    internal static Command Create()
    {
        var command = new Command("doctor", "Shows libtorch, threads, processor, devices, every path tried, and what is missing.");
        command.SetAction(_ => ErrorReport.Guard(() => Run(AnsiConsole.Console)));
        return command;
    }

    private static int Run(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        Row(table, ".NET", RuntimeInformation.FrameworkDescription);
        Row(table, "system", $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");
        int problems = Torch(table);
        foreach (var (program, why) in Programs)
        {
            string? path = FindProgram(program);
            Row(table, program, path ?? $"missing ({why})", path is not null);
            problems += path is null ? 1 : 0;
        }
        console.Write(table);
        console.MarkupLine(problems == 0 ? "[green]Everything is there.[/]" : $"[red]{problems} thing{(problems == 1 ? " is" : "s are")} missing.[/]");
        return problems == 0 ? 0 : 1;
    }

    private static int Torch(Table table)
    {
        try
        {
            Row(table, "libtorch", $"{TorchRuntime.Version} at {TorchRuntime.TorchLibrary ?? "an unrecorded path"}");
            Row(table, "bridge", TorchRuntime.BridgePath ?? "");
            Row(table, "threads", $"{TorchRuntime.Threads} inside an operator");
            Row(table, "processor", $"ATen kernels: {TorchRuntime.CpuCapability}; {Cpu.Features()}");
            foreach (string setting in TorchRuntime.Tuning)
                Row(table, "set by Reverie", setting);
            Row(table, "CUDA devices", $"{TorchRuntime.CudaDeviceCount}");
            return 0;
        }
        catch (Exception e) when (e is TorchException or TypeInitializationException)
        {
            Row(table, "libtorch", (e.InnerException ?? e).Message, good: false);
            return 1;
        }
        finally
        {
            foreach (string path in TorchRuntime.PathsTried)
                Row(table, "looked for bridge at", path);
        }
    }

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static void Row(Table table, string name, string value, bool good = true) =>
        table.AddRow(new Markup($"[bold]{Markup.Escape(name)}[/]"), new Markup(good ? Markup.Escape(value) : $"[red]{Markup.Escape(value)}[/]"));
}
