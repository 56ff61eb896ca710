using System.Globalization;
using System.Runtime.InteropServices;

namespace Reverie.Cli.Bench;

/// <summary>How much memory of the process something takes for a while. On Linux, whose kernel keeps the peak and can be asked to forget it.</summary>
internal static partial class PeakMemory
{
    /// <summary>Bytes that the process had most while something ran, above what it had before; null where the system does not tell.</summary>
    internal static double? Above(Action body)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        ReturnFreeMemory(0);
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak begins anew
        double before = Status("VmRSS");
        body();
        return Status("VmHWM") - before;
    }

    private static double Status(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int ReturnFreeMemory(nuint keep);
}
