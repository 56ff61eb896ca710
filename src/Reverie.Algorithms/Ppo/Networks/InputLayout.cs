using Reverie.Environments.Arrays;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Which observations go where: symbols into sums of rows, numbers into a layer, frames into convolutions, the mission to its reader.</summary>
public sealed class InputLayout
{
    private const int LeastFrame = 8;

    /// <param name="layout">What the environment shows.</param>
    /// <param name="options">The networks.</param>
    /// <param name="seesFrames">Whether pictures were asked for.</param>
    /// <exception cref="ConfigException">A network for this does not exist.</exception>
    public InputLayout(StepLayout layout, NetworkOptions options, bool seesFrames)
    {
        string? unknown = options.Observations.FirstOrDefault(name => layout.Observations.All(spec => spec.Name != name));
        if (unknown is not null)
            throw new ConfigException($"'network.observations' names '{unknown}', but the environment shows {layout}.");
        var starts = new List<long> { 0 };
        foreach (var (index, spec) in layout.Observations.Index())
        {
            if (options.Observations.Count > 0 && !options.Observations.Contains(spec.Name))
                continue;
            if (seesFrames && spec.IsImage)
                Frame = (index, Checked(spec));
            else if (spec.Type == ElementType.Float32)
                Numbers.Add((index, spec.Length));
            else if (SymbolClasses(spec, options) is { } classes)
                AddSymbols(index, spec, classes, starts);
            else
                throw new ConfigException($"PPO has no network for '{spec}'; leave it out with network.observations=[...].");
        }
        Starts = [.. starts];
        if (options.Mission != MissionUse.None)
            Mission = FindMission(layout, options);
        if (Frame is null && Symbols.Count == 0 && Numbers.Count == 0)
            throw new ConfigException($"There is nothing to look at in ({layout}); name something in network.observations.");
        if (Frame is not null && (Symbols.Count > 0 || Numbers.Count > 0))
            throw new ConfigException("PPO looks at frames or at other observations, not at both; name those that you want in network.observations=[...].");
    }

    /// <summary>The frame's place among the observations, and what it is; null where there is none.</summary>
    public (int Index, ArraySpec Spec)? Frame { get; }

    /// <summary>Places of the symbols, with their number.</summary>
    public List<(int Index, int Count)> Symbols { get; } = [];

    /// <summary>Places of the numbers, with their number.</summary>
    public List<(int Index, int Count)> Numbers { get; } = [];

    /// <summary>The mission's place among the texts; null where nobody reads it.</summary>
    public int? Mission { get; }

    /// <summary>Row of value 0 of each symbol in the table of one-hot inputs, and the number of rows.</summary>
    public long[] Starts { get; }

    /// <summary>Symbols next to each other that belong together.</summary>
    public int Group { get; private set; } = 1;

    /// <summary>The view's side where the symbols are one square view of cells; 0 otherwise.</summary>
    public int ViewSide { get; private set; }

    public int SymbolCount => Starts.Length - 1;

    public int NumberCount => Numbers.Sum(part => part.Count);

    private static ArraySpec Checked(ArraySpec spec) => spec.Shape[1] >= LeastFrame && spec.Shape[2] >= LeastFrame
        ? spec
        : throw new ConfigException($"'{spec}' is too small a frame; it must be {LeastFrame} by {LeastFrame} pixels at least.");

    private static int? SymbolClasses(ArraySpec spec, NetworkOptions options) => spec.Type switch
    {
        ElementType.UInt8 => options.SymbolClasses,
        ElementType.Int64 when spec is { Low: 0, High: < 256 } => (int)spec.High + 1,
        _ => null,
    };

    private void AddSymbols(int index, ArraySpec spec, int classes, List<long> starts)
    {
        if (spec is { Type: ElementType.UInt8, Shape: [int width, int height, 3] } && Symbols.Count == 0)
            (Group, ViewSide) = (3, width == height ? width : 0);
        Symbols.Add((index, spec.Length));
        for (int i = 0; i < spec.Length; i++)
            starts.Add(starts[^1] + classes);
    }

    private int FindMission(StepLayout layout, NetworkOptions options)
    {
        int index = layout.Texts.ToList().IndexOf("mission");
        if (index < 0)
            throw new ConfigException($"network.mission needs an environment that tells a mission, and this one shows ({layout}); set network.mission=none.");
        if (ViewSide == 0 || Symbols.Count > 1 || Numbers.Count > 0)
        {
            throw new ConfigException(
                "network.mission=film reads a mission beside one square view of symbols and nothing else; name that view in network.observations, such as [image].");
        }
        return index;
    }
}
