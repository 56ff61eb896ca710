using Reverie.Training.Configuration.Tree;
using Spectre.Console;

namespace Reverie.Cli.Runs;

/// <summary>Prints a resolved configuration as a tree.</summary>
internal static class ConfigTree
{
    internal static void Print(ConfigMap config)
    {
        var tree = new Tree("[bold]configuration[/]").Guide(TreeGuide.Line);
        Add(tree, config);
        AnsiConsole.Write(tree);
    }

    private static void Add(IHasTreeNodes parent, ConfigMap map)
    {
        foreach (var (key, node) in map)
        {
            if (node is ConfigMap { Count: > 0 } child)
                Add(parent.AddNode($"[bold]{Markup.Escape(key)}[/]"), child);
            else
                parent.AddNode($"{Markup.Escape(key)}: [teal]{Markup.Escape(Text(node))}[/]");
        }
    }

    private static string Text(ConfigNode node) => node switch
    {
        ConfigScalar scalar => scalar.Text ?? "null",
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        _ => "{}",
    };
}
