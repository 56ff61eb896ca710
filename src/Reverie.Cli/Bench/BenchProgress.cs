using System.Diagnostics;
using System.Globalization;
using Reverie.Training.Progress;

namespace Reverie.Cli.Bench;

/// <summary>A stage of a benchmark can take minutes: whoever watches learns of each row, and how long it may still take.</summary>
internal sealed class BenchProgress
{
    private readonly string _stage;
    private readonly TimeSpan? _expected;
    private readonly int? _total;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _rows;

    /// <param name="stage">What is measured.</param>
    internal BenchProgress(string stage) : this(stage, expected: null, total: null)
    {
    }

    private BenchProgress(string stage, TimeSpan? expected, int? total)
    {
        (_stage, _expected, _total) = (stage, expected, total);
        Say(expected is { } time ? $"{stage} ..., which may take {Duration.Format(time)} as well" : $"{stage} ...");
    }

    /// <summary>The next stage, of about the same work.</summary>
    internal BenchProgress Next(string stage) => new(stage, _expected ?? _watch.Elapsed, _total ?? _rows);

    /// <summary>A row is measured.</summary>
    internal void Row(string name)
    {
        _rows++;
        string count = _total is { } total && _rows <= total ? $"{_rows} of {total}" : _rows.ToString(CultureInfo.InvariantCulture);
        Say($"  {count} after {Duration.Format(_watch.Elapsed)}: {name}");
    }

    /// <summary>Figures as they are measured.</summary>
    internal IEnumerable<Figure> Watch(IEnumerable<Figure> figures)
    {
        foreach (var figure in figures)
        {
            Row(figure.Name);
            yield return figure;
        }
    }

    private static void Say(string line)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.WriteLine(line);
    }
}
