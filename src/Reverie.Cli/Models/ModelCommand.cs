using System.CommandLine;
using Reverie.Language.Hub;
using Reverie.Training.Configuration;

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

    /// <summary>Runs a command; what is wrong with the names, folders and files that it was given is one sentence.</summary>
    internal static int Guard(Func<int> body) => ErrorReport.Guard(() => UserText.Use(where: null, body));
}
