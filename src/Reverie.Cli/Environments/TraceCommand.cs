using System.CommandLine;
using System.Text;
using Reverie.Environments.Conformance;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env trace</c>: plays given actions and prints what can be compared with another implementation.</summary>
internal static class TraceCommand
{
    internal static Command Create()
    {
        var requests = new Option<string>("--requests")
        {
            Description = "A .jsonl or .jsonl.gz file with a line {\"id\": ..., \"seed\": ..., \"actions\": [...]} for each trajectory.",
            Required = true,
        };
        var command = new Command("trace", "Records trajectories, one line of JSON for each request.") { requests };
        command.SetAction(result => EnvCommand.Guard(result, () =>
        {
            using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            TraceRunner.Run(JsonLines.Read(result.GetRequiredValue(requests)), output, EnvCommand.Registry);
        }));
        return command;
    }
}
