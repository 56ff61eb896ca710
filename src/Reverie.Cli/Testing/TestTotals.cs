using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Reverie.Cli.Testing;

/// <summary>How many tests passed, failed and were skipped; written as continuous integration reads it.</summary>
internal sealed record TestTotals(int Passed, int Failed, int Skipped)
{
    public static TestTotals operator +(TestTotals a, TestTotals b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    /// <summary>Reads an xUnit v2+ XML report; a missing or cut report counts nothing.</summary>
    internal static TestTotals Read(string path)
    {
        try
        {
            return XDocument.Load(path).Descendants("assembly").Aggregate(
                new TestTotals(0, 0, 0),
                (sum, assembly) => sum
                    + new TestTotals(Count(assembly, "passed"), Count(assembly, "failed") + Count(assembly, "errors"), Count(assembly, "skipped")));
        }
        catch (XmlException)
        {
            return new TestTotals(0, 0, 0);
        }
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}";

    private static int Count(XElement assembly, string name) => int.Parse(assembly.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
}
