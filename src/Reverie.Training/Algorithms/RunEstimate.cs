using System.Globalization;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Training.Algorithms;

/// <summary>What a run will need, from the shapes of its networks; good to a factor of two.</summary>
/// <param name="Parameters">Numbers in the networks, part by part.</param>
/// <param name="Device">Where it trains.</param>
/// <param name="MemoryBytes">Peak memory of the process.</param>
/// <param name="FewestOperations">Floating-point operations of the whole run where things repeat, so that caches answer for them.</param>
/// <param name="MostOperations">Floating-point operations where everything is new.</param>
/// <param name="Condition">When the fewest suffice, such as <c>if frames repeat, as in grid worlds</c>; null where both are the same.</param>
public sealed record RunEstimate(
    IReadOnlyList<(string Part, long Count)> Parameters, string Device, long MemoryBytes, double FewestOperations, double MostOperations, string? Condition = null)
{
    /// <summary>The share of the matrix product's peak that training reaches on a CPU.</summary>
    private const double TypicalEfficiency = 0.35;

    /// <summary>The estimate may be so many times too high.</summary>
    private const double Doubt = 2;

    /// <summary>How many of these numbers learn; null: all.</summary>
    public long? LearningParameters { get; init; }

    /// <summary>Refuses what the machine cannot hold, whatever the estimate's error.</summary>
    /// <exception cref="ConfigException">It needs more memory than the machine has.</exception>
    public void RefuseTooLarge()
    {
        if (!Torch.Device.Parse(Device).IsCpu || MemoryBytes <= Doubt * MachineMemory.Total)
            return;
        throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"This run needs up to about {MemoryBytes / 1e9:F1} GB of memory, and this machine has {MachineMemory.Total / 1e9:F1} GB; " +
            $"make its batches, its networks, the number of its environments or max_ram_usage of its dataset smaller."));
    }

    /// <summary>Time on a machine whose matrix product runs at a measured peak: the shortest and the longest.</summary>
    /// <param name="peak">Floating-point operations a second.</param>
    public (TimeSpan Shortest, TimeSpan Longest) Time(double peak) => (Time(FewestOperations, peak), Time(MostOperations, peak));

    private static TimeSpan Time(double operations, double peak) =>
        TimeSpan.FromSeconds(Math.Min(operations / (peak * TypicalEfficiency), TimeSpan.MaxValue.TotalSeconds / 2));
}
