namespace Reverie.Cli.Bench;

/// <summary>Figures that belong together, and the Python program that measures the same of its side.</summary>
/// <param name="Name">The group's name on the command line.</param>
/// <param name="Peer">A file of benchmarks/peers, or null where there is no peer.</param>
/// <param name="Measure">Measures one figure after another.</param>
internal sealed record BenchmarkGroup(string Name, string? Peer, Func<IEnumerable<Figure>> Measure);
