using System.Text.Json;

namespace Reverie.Cli.Tests;

/// <summary>A copy of a run under <c>tests/golden/runs</c>, in a folder that goes away.</summary>
internal sealed class GoldenRun : IDisposable
{
    // Relative; tests/golden/runs/README.md says how far processors differ.
    private const double Tolerance = 1e-5;
    private const double Smallest = 1e-3;

    private static readonly string[] TimeDependent = ["time", "tokens_per_second"];
    private readonly TemporaryFolder _root = new();
    private readonly string _name;

    internal GoldenRun(string name)
    {
        _name = name;
        string source = Repository.Golden("runs", name);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = In(Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    internal string Folder => _root.In(_name);

    private string Metrics => In("logs/metrics.jsonl");

    internal string In(string relativePath) => Path.Combine(Folder, relativePath);

    /// <summary>Runs a command to its good end.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> RunAsync(string command, params string[] arguments)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_root.Path, [command, Folder, .. arguments]);
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        return output;
    }

    /// <summary>The steps of all lines of metrics.jsonl, in their order.</summary>
    internal IEnumerable<int> Steps() => File.ReadLines(Metrics).Select(line => Parse(line).GetProperty("step").GetInt32());

    /// <summary>Holds metrics.jsonl to the recording: what had been written before to the byte, what came after number by number.</summary>
    internal void AssertContinuesAsRecorded()
    {
        string[] before = File.ReadAllLines(Repository.Golden("runs", _name, "logs", "metrics.jsonl"));
        string[] expected = File.ReadAllLines(Repository.Golden("runs", "expected", $"{_name}.metrics.jsonl"));
        string[] actual = File.ReadAllLines(Metrics);
        Assert.Equal(before, actual[..before.Length]);
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (index, line) in expected.Index().Skip(before.Length))
            AssertClose(Parse(line), Parse(actual[index]));
    }

    public void Dispose() => _root.Dispose();

    private static void AssertClose(JsonElement expected, JsonElement actual)
    {
        foreach (var property in expected.EnumerateObject().Where(property => !TimeDependent.Contains(property.Name)))
        {
            double value = property.Value.GetDouble();
            Assert.True(actual.TryGetProperty(property.Name, out var found), $"{property.Name} is missing in {actual}");
            double distance = Math.Abs(found.GetDouble() - value), allowed = Tolerance * Math.Max(Math.Abs(value), Smallest);
            Assert.True(distance <= allowed, $"{property.Name} of step {actual.GetProperty("step")} is {found}, recorded is {value:R}");
        }
    }

    private static JsonElement Parse(string line) => JsonSerializer.Deserialize<JsonElement>(line);
}
