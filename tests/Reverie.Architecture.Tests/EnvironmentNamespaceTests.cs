using System.Text.RegularExpressions;

namespace Reverie.Architecture.Tests;

/// <summary>The namespaces of the environments lean on one another one way only, by the names that their files use.</summary>
public sealed partial class EnvironmentNamespaceTests
{
    // The one place that knows everybody.
    private const string Composition = "BuiltInEnvironments.cs";

    // A level holds an instruction and an instruction judges a level: one idea in two folders.
    private static readonly (string, string) OneIdea = ("Reverie.Environments.BabyAI", "Reverie.Environments.BabyAI.Instructions");

    [Fact]
    public void Namespaces_OfTheEnvironments_FormNoCircle()
    {
        var leans = Leanings();
        Assert.True(leans.Count > 10);
        string[] circle = [.. leans.Keys.Where(name => Reachable(name, leans).Contains(name))];
        Assert.Empty(circle);
    }

    /// <summary>For each namespace those that it uses.</summary>
    private static Dictionary<string, HashSet<string>> Leanings()
    {
        var files = Files().ToList();
        var declared = files.SelectMany(file => Declarations().Matches(file.Text).Select(match => (Type: match.Groups["type"].Value, file.Name)))
            .ToLookup(declaration => declaration.Type, declaration => declaration.Name);
        var leans = new Dictionary<string, HashSet<string>>();
        foreach (var (name, text) in files)
        {
            // What a file can see: its usings, and the namespaces around its own.
            var visible = Usings().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
            for (int end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1))
                visible.Add(name[..end]);
            var used = Words().Matches(text).SelectMany(match => declared[match.Value]).Where(other => other != name && visible.Contains(other));
            if (!leans.TryGetValue(name, out var all))
                leans[name] = all = [];
            all.UnionWith(used.Where(other => (other, name) != OneIdea));
        }
        return leans;
    }

    private static HashSet<string> Reachable(string from, Dictionary<string, HashSet<string>> leans)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out string? name))
        {
            foreach (string next in leans.GetValueOrDefault(name) ?? [])
            {
                if (reached.Add(next))
                    open.Push(next);
            }
        }
        return reached;
    }

    private static IEnumerable<(string Name, string Text)> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Reverie.Environments"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                && Path.GetFileName(path) != Composition)
            .Select(path => Comment().Replace(File.ReadAllText(path), ""))
            .Select(text => (NamespaceLine().Match(text).Groups["name"].Value, text));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\b(class|interface|enum|struct|record)\s+(struct\s+)?(?<type>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Declarations();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Words();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
