using System.CommandLine;
using System.Globalization;
using Reverie.Language;
using Reverie.Language.Adapters;
using Reverie.Language.Layers;
using Reverie.Language.Models;
using Spectre.Console;

namespace Reverie.Cli.Models;

/// <summary><c>reverie model show MODEL</c>: architecture, parameters and bytes, read from the model itself.</summary>
internal static class ShowCommand
{
    internal static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A folder in Hugging Face's layout, or a name such as openai-community/gpt2." };
        var revision = ModelCommand.RevisionOption();
        var adapter = new Option<string?>("--adapter") { Description = "A folder with a LoRA adapter to attach." };
        var command =
            new Command("show", "Loads a model and prints its architecture, its modules, and how much of it is trained.") { model, revision, adapter };
        command.SetAction(
            result => ModelCommand.Guard(() => Show(ModelCommand.FolderOf(result.GetValue(model)!, result.GetValue(revision)!), result.GetValue(adapter))));
        return command;
    }

    private static int Show(string folder, string? adapter)
    {
        using var model = HuggingFace.Load(folder);
        if (adapter is not null)
            LoraAdapter.Load(model, adapter, trainable: true);
        var report = ParameterReport.Of(model);
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var (name, value) in model.Config.ToJson())
            table.AddRow(new Markup($"[bold]{Markup.Escape(name)}[/]"), new Text(value?.ToJsonString() ?? "none"));
        AnsiConsole.Write(new Text(folder + "\n"));
        AnsiConsole.Write(table);
        foreach (var group in Counts(model).GroupBy(entry => Part(entry.Name)))
            AnsiConsole.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{group.Key,-40} {group.Sum(entry => entry.Count),15:N0}\n")));
        AnsiConsole.Write(new Text($"{report}\n"));
        return 0;
    }

    /// <summary>Parameters by name; a 4-bit weight counts as what it stands for.</summary>
    private static IEnumerable<(string Name, long Count)> Counts(LanguageModel model) =>
        model.NamedParameters().Select(entry => (entry.Name, entry.Tensor.NumElements))
            .Concat(model.NamedModules().Where(entry => entry.Module is Projection { Quantized: not null })
                .Select(entry => ($"{entry.Name}.weight", ((Projection)entry.Module).InputSize * ((Projection)entry.Module).OutputSize)));

    /// <summary>The first two parts of a name, or the block it lies in: transformer.h.3.attn.c_attn.weight -> transformer.h.3.</summary>
    private static string Part(string name)
    {
        string[] parts = name.Split('.');
        int number = Array.FindIndex(parts, part => part.All(char.IsAsciiDigit));
        return string.Join('.', parts[..(number >= 0 ? number + 1 : Math.Min(2, parts.Length))]);
    }
}
