using System.CommandLine;
using System.Globalization;
using Reverie.Training.Configuration;
using Reverie.Training.Evaluation;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;

namespace Reverie.Cli.Runs;

/// <summary>One agent in several environments, a row each: does it carry over what it has learned?</summary>
internal static class TransferTable
{
    private static readonly string[] Columns = ["environment", "success", "return", "steps"];

    /// <summary>Plays and prints.</summary>
    /// <returns>The process's exit code.</returns>
    /// <exception cref="ConfigException">The run's algorithm cannot be put into other environments, or no environment is named.</exception>
    internal static int Print(
        RunArguments arguments, ParseResult result, RunSession session, string ids, int episodes, int seed, GracefulStop stop)
    {
        string key = session.Settings.TestKey
            ?? throw new ConfigException($"--env is for agents that can be put into other environments, and those of {session.Algorithm.Name} cannot; leave it out.");
        string[] names = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
            throw new ConfigException("--env names no environment; give --env ID,ID,...; `reverie envs` lists them.");
        var rows = new List<string[]>();
        foreach (var other in arguments.OpenEach(result, names.Select(name => $"{key}={name}")))
        {
            if (other.Evaluate(episodes, seed, stop: stop) is not { } report)
                return ErrorReport.Interrupted;
            rows.Add([report.Environment, Text(report.Success, "P1"), Text(report.Return, "F3"), Number(report.Episodes.Average(episode => episode.Length), "F1")]);
        }
        Rows.Print(Columns, rows);
        return 0;
    }

    private static string Text(Interval? interval, string format) => interval is { } known
        ? $"{Number(known.Estimate, format)} [{Number(known.Low, format)}, {Number(known.High, format)}]"
        : "-";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
