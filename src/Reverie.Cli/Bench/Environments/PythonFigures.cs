using System.Text.Json;

namespace Reverie.Cli.Bench.Environments;

/// <summary>The recorded speed of the Python original: steps per second of processor time, the best of all its runs.</summary>
internal sealed class PythonFigures
{
    private readonly Dictionary<(string Id, string? Wrapper), double> _stepsPerSecond = [];

    public PythonFigures(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var set in document.RootElement.GetProperty("sets").EnumerateArray())
        {
            foreach (var entry in set.GetProperty("cases").EnumerateArray())
            {
                var key = (entry.GetProperty("id").GetString()!, entry.GetProperty("wrapper").GetString());
                double best = entry.GetProperty("per_cpu_second").GetProperty("max").GetDouble();
                _stepsPerSecond[key] = Math.Max(best, _stepsPerSecond.GetValueOrDefault(key));
            }
        }
    }

    /// <summary>What was measured, in order.</summary>
    public IEnumerable<(string Id, string? Wrapper)> Cases => _stepsPerSecond.Keys;

    public double this[(string Id, string? Wrapper) key] => _stepsPerSecond[key];

    /// <summary>The nearest tests/golden/minigrid/perf.json above the program.</summary>
    /// <exception cref="FileNotFoundException">The program does not lie in the repository.</exception>
    public static PythonFigures Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "golden", "minigrid", "perf.json");
            if (File.Exists(candidate))
                return new PythonFigures(candidate);
        }
        throw new FileNotFoundException("tests/golden/minigrid/perf.json was not found: run the benchmark inside the repository.");
    }
}
