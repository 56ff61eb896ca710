using System.CommandLine;
using Reverie.Environments.Conformance;

namespace Reverie.Cli.Environments;

/// <summary><c>reverie env check</c>: looks for mistakes in an environment, as Gymnasium's check_env does.</summary>
internal static class CheckCommand
{
    internal static Command Create()
    {
        var id = EnvCommand.IdArgument();
        var keywords = EnvCommand.KeywordOption();
        var command = new Command("check", "Checks spaces, seeding, determinism and rendering of an environment.") { id, keywords };
        command.SetAction(result =>
        {
            IReadOnlyList<string> problems = [];
            int status = EnvCommand.Guard(
                result, () => problems = EnvironmentChecker.Check(() => EnvCommand.Make(result.GetRequiredValue(id), result.GetValue(keywords))));
            foreach (string problem in problems)
                Console.Error.WriteLine(problem);
            if (status == 0 && problems.Count == 0)
                Console.WriteLine($"{result.GetRequiredValue(id)}: all is well.");
            return problems.Count > 0 ? 1 : status;
        });
        return command;
    }
}
