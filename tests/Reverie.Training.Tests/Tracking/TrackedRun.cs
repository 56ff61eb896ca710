using Reverie.Training.Configuration.Tree;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Tracking;

/// <summary>A run folder with something in it.</summary>
internal static class TrackedRun
{
    internal static RunFolder Create(TemporaryFolder folder, TimeProvider time) => RunFolder.Create(
        folder.Path, time, YamlReader.Read("algo: {name: ppo, lr: 0.5}\nnothing: null\n", "c"),
        new() { Command = ["reverie"], Project = "grids", Name = "first", Group = "arms", Tags = ["a", "b"] });

    internal static IReadOnlyDictionary<string, double> Numbers(double value) => new Dictionary<string, double> { ["loss"] = value };
}
