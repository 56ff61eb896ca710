using System.ComponentModel;
using System.Diagnostics;
using Reverie.Play.Lab;
using Reverie.Play.Web;
using Reverie.Training.Runs;

namespace Reverie.Cli.Playing;

/// <summary>Serves pages until Ctrl-C.</summary>
internal static class Serving
{
    /// <param name="games">The games.</param>
    /// <param name="runs">The runs that are shown.</param>
    /// <param name="options">Where.</param>
    /// <param name="page">Path and query of the first page.</param>
    /// <param name="opens">Whether to open a browser.</param>
    internal static async Task<int> RunAsync(GameHouse games, RunShelf runs, WebOptions options, string page, bool opens)
    {
        using var stop = new GracefulStop(_ => Console.WriteLine("Stopping."));
        await using var server = new PlayServer(games, runs, options);
        string link = await server.StartAsync(page);
        foreach (string line in server.Announce(link))
            Console.WriteLine(line);
        server.NewLink = next => Console.WriteLine($"For another browser: {next}");
        if (opens)
            Open(link);
        await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return 0;
    }

    /// <summary>Where there is a desktop, its browser.</summary>
    private static void Open(string link)
    {
        bool hasDesktop = new[] { "DISPLAY", "WAYLAND_DISPLAY" }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
        if (!hasDesktop)
            return;
        try
        {
            using var browser = Process.Start(new ProcessStartInfo("xdg-open", [link]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (Win32Exception)
        {
            // The link stands on the screen.
        }
    }
}
