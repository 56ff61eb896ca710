using Spectre.Console;

namespace Reverie.Cli;

/// <summary>Rows of text: a table for people, tabs for other programs.</summary>
internal static class Rows
{
    /// <param name="columns">Headings of the table; programs get none.</param>
    /// <param name="rows">As many texts each.</param>
    internal static void Print(TableColumn[] columns, IEnumerable<string[]> rows)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (string[] row in rows)
                Console.WriteLine(string.Join('\t', row));
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (string[] row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    internal static void Print(string[] columns, IEnumerable<string[]> rows) => Print([.. columns.Select(column => new TableColumn(column))], rows);
}
