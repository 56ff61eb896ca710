using System.CommandLine;
using Reverie.Language.Hub;
using Spectre.Console;

namespace Reverie.Cli.Models;

/// <summary><c>reverie model pull NAME</c>: brings a model into the cache and prints its folder.</summary>
internal static class PullCommand
{
    internal static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A name such as openai-community/gpt2." };
        var revision = ModelCommand.RevisionOption();
        var command = new Command("pull", "Fetches a model from the hub, resuming what was begun and checking every hash.") { name, revision };
        command.SetAction(
            (result, cancellation) => Task.FromResult(ModelCommand.Guard(() => Pull(result.GetValue(name)!, result.GetValue(revision)!, cancellation))));
        return command;
    }

    private static int Pull(string name, string revision, CancellationToken cancellation)
    {
        using var hub = new ModelHub();
        string folder = AnsiConsole.Profile.Capabilities.Interactive
            ? AnsiConsole.Progress().Start(display => hub.GetModelAsync(name, revision, new Bars(display), cancellation).GetAwaiter().GetResult())
            : hub.GetModelAsync(name, revision, progress: null, cancellation).GetAwaiter().GetResult();
        Console.WriteLine(folder);
        return 0;
    }

    /// <summary>A bar for each file.</summary>
    private sealed class Bars(ProgressContext display) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];
        private readonly Lock _gate = new();

        public void Report(DownloadProgress value)
        {
            lock (_gate)
            {
                if (!_tasks.TryGetValue(value.File, out var task))
                    _tasks[value.File] = task = display.AddTask(Markup.Escape(value.File), maxValue: 1);
                task.MaxValue = Math.Max(1, value.Total ?? value.Done);
                task.Value = value.Done;
            }
        }
    }
}
