using System.Globalization;
using Reverie.Training.Runs;

namespace Reverie.Training.Data;

/// <summary>A bound on memory: of this process ("30G") or of the whole machine ("80%").</summary>
public sealed class MemoryLimit
{
    private readonly double _bound;
    private readonly Func<double> _measure;

    /// <summary>A bound on any measure, in the measure's unit.</summary>
    public MemoryLimit(double bound, Func<double> measure)
    {
        _bound = bound;
        _measure = measure;
    }

    /// <summary>Bytes that the process may have; null where the bound is one of the machine.</summary>
    public long? Bytes { get; private init; }

    /// <summary>True when more is used than allowed.</summary>
    public bool IsExceeded => _measure() > _bound;

    /// <summary>Reads <c>30G</c>, <c>512M</c>, <c>1.5GiB</c> (powers of 1024) or <c>80%</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static MemoryLimit Parse(string text)
    {
        string unit = text.TrimStart("0123456789. ".ToCharArray());
        if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            throw Unreadable(text);
        if (unit == "%")
            return new MemoryLimit(number / 100, () => MachineMemory.ShareInUse);
        int power = unit is "" or "B" ? 0 : 1 + "KMGT".IndexOf(unit[0]);
        return power == 0 && unit is not ("" or "B") || unit.Length > 1 && unit[1..] is not ("B" or "iB" or "i")
            ? throw Unreadable(text)
            : new MemoryLimit(number * Math.Pow(1024, power), () => Environment.WorkingSet) { Bytes = (long)Math.Min(number * Math.Pow(1024, power), long.MaxValue) };
    }

    private static FormatException Unreadable(string text) =>
        new($"'{text}' is no amount of memory; write a size such as 30G or a share of the machine such as 80%.");
}
