using System.CommandLine;
using System.Diagnostics;

namespace Reverie.Cli.Testing;

/// <summary><c>reverie test</c>: runs every test assembly and adds the figures up.</summary>
internal static class TestCommand
{
    internal static Command Create()
    {
        var only = new Argument<string[]>(
            "project")
        { Description = "Only assemblies whose name contains one of these words.", Arity = ArgumentArity.ZeroOrMore };
        var filter = new Option<string?>("--method") { Description = "Only tests whose full name matches, with * as a wildcard." };
        var command = new Command("test", "Runs all tests.") { only, filter };
        command.SetAction((result, cancel) => ErrorReport.GuardAsync(() => RunAsync(result.GetValue(only) ?? [], result.GetValue(filter), cancel)));
        return command;
    }

    private static async Task<int> RunAsync(string[] words, string? filter, CancellationToken cancel)
    {
        var totals = new TestTotals(0, 0, 0);
        bool broken = false;
        foreach (string assembly in Assemblies(words))
        {
            string report = Path.GetTempFileName();
            try
            {
                int exit = await ExecuteAsync(assembly, report, filter, cancel);
                var figures = TestTotals.Read(report);
                totals += figures;
                broken |= exit != 0 && figures.Failed == 0;
                if (exit != 0 && figures.Failed == 0)
                {
                    await Console.Error.WriteLineAsync(
                        $"{Path.GetFileNameWithoutExtension(assembly)} ended with code {exit} without a failed test: it crashed or found none.");
                }
            }
            finally
            {
                File.Delete(report);
            }
        }
        if (broken)
            totals = totals with { Failed = totals.Failed + 1 };
        Console.WriteLine(totals);
        return totals.Failed == 0 && totals.Passed > 0 ? 0 : 1;
    }

    private static IEnumerable<string> Assemblies(string[] words)
    {
        string tests = Path.Combine(RepositoryRoot.Path, "tests");
        if (!Directory.Exists(tests))
            throw new DirectoryNotFoundException($"There is no tests folder in {RepositoryRoot.Path}; run this inside the repository.");
        return Directory.EnumerateDirectories(tests, "Reverie.*.Tests").Order()
            .Select(folder => Path.Combine(folder, "bin", "Release", "net10.0", $"{Path.GetFileName(folder)}.dll"))
            .Where(File.Exists)
            .Where(path => words.Length == 0 || words.Any(word => Path.GetFileName(path).Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<int> ExecuteAsync(string assembly, string report, string? filter, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = RepositoryRoot.Path };
        foreach (string argument in (string[])["exec", assembly, "-xml", report, "-noLogo", .. filter is null ? (string[])[] : ["-method", filter]])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }
}
