using System.CommandLine;
using Reverie.Language.Hub;

namespace Reverie.Cli.Models;

/// <summary><c>reverie model</c>: fetches, describes and runs language models.</summary>
internal static class ModelCommand
{
    internal static Command Create() =>
        new("model", "Language models: fetch one, look at one, run one.") { PullCommand.Create(), ShowCommand.Create(), ForwardCommand.Create() };

    /// <summary>The option that says which model.</summary>
    internal static Option<string> ModelOption() =>
        new("--model") { Description = "A folder in Hugging Face's layout, or a name such as openai-community/gpt2.", Required = true };

    internal static Option<string> RevisionOption() =>
        new("--revision") { Description = "Branch, tag or commit of a model that is named.", DefaultValueFactory = _ => "main" };

    /// <summary>The folder of a model, fetched where it is a name.</summary>
    internal static string FolderOf(string model, string revision)
    {
        using var hub = new ModelHub();
        return hub.GetModelAsync(model, revision).GetAwaiter().GetResult();
    }

    /// <summary>Runs a command; what the user can mend is one sentence on standard error and the exit code 1.</summary>
    internal static int Guard(Func<int> body) => ErrorReport.Guard(() =>
    {
        try
        {
            return body();
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    });
}
