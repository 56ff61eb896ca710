using System.Globalization;

namespace Reverie.Training.Runs;

/// <summary>The memory of the machine, or of the container that the process lives in, in bytes.</summary>
public static class MachineMemory
{
    private const string Source = "/proc/meminfo";

    /// <summary>All of it.</summary>
    public static long Total => OperatingSystem.IsLinux() ? Math.Min(Read().Total, Limit) : Limit;

    /// <summary>What the process can still have.</summary>
    public static long Free => OperatingSystem.IsLinux() ? Math.Min(Read().Available, Math.Max(0, Limit - Environment.WorkingSet)) : Limit - Load;

    /// <summary>The share of the machine's memory that is in use, by whomever, in [0, 1].</summary>
    public static double ShareInUse
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return (double)Load / Math.Max(1, Limit);
            var (total, available) = Read();
            return 1 - ((double)available / total);
        }
    }

    // The runtime knows of containers' limits, which the kernel's list does not show.
    private static long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static long Load => GC.GetGCMemoryInfo().MemoryLoadBytes;

    // The runtime's own figure of what is used is as old as its last collection, and the tensors' memory never causes one.
    private static (long Total, long Available) Read()
    {
        string[] lines = File.ReadAllLines(Source);
        return (Bytes(lines, "MemTotal:"), Bytes(lines, "MemAvailable:"));
    }

    private static long Bytes(string[] lines, string name) => 1024 * long.Parse(
        lines.First(line => line.StartsWith(name, StringComparison.Ordinal)).AsSpan(name.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
}
