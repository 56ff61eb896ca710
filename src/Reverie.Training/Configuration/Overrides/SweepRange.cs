using System.Globalization;
using System.Numerics;
using Reverie.Training.Configuration.Tree;
using Element = Reverie.Training.Configuration.Overrides.OverrideValue.Element;
using Range = Reverie.Training.Configuration.Overrides.OverrideValue.Range;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>The numbers of <c>range(start,stop,step)</c>, counted before the first one is made.</summary>
internal static class SweepRange
{
    private const int MaxCount = 10_000;
    private const double MaxReal = 1e12;
    private const double MinStep = 1e-12;

    public static Range Create(FunctionArguments given, Functions.Place place)
    {
        var values = given.Bind("range", ["start", "stop", "step"], required: 0);
        object? start = Number(values[0]), stop = Number(values[1]);
        if (start is null && stop is null)
            throw place.Error("write it as range(stop), range(start,stop) or range(start,stop,step)");
        object step = Number(values[2]) ?? 1L;
        var range = stop is null ? new Range(0L, start!, step) : new Range(start ?? 0L, stop, step);
        Numbers(range, place);
        return range;

        object? Number(OverrideValue? value) => value switch
        {
            null => null,
            Element { Node: ConfigScalar { Value: long or BigInteger or double } scalar } => scalar.Value,
            Element element => throw place.Error($"'{element.Text}' must be a number"),
            _ => throw place.Error("its arguments must be numbers"),
        };
    }

    /// <summary>The values of a sweep.</summary>
    /// <exception cref="ConfigException">They cannot be listed, or there are none or too many.</exception>
    public static IReadOnlyList<Element> Items(OverrideValue.Sweep sweep, Functions.Place place) => sweep switch
    {
        OverrideValue.Choice choice => choice.Items,
        Range range => [.. Numbers(range, place).Select(number => ValueText.Element(new ConfigScalar(PythonText.Of(number), number, place.Origin)))],
        OverrideValue.Glob => throw place.Error("a glob takes its values from a group and can stand only alone, as in 'group=glob(*)'"),
        _ => throw place.Error("an interval has no end of values; only a sweeper that searches can use it: give choice(...) or range(...)"),
    };

    private static IEnumerable<object> Numbers(Range range, Functions.Place place)
    {
        if (new[] { range.Start, range.Stop, range.Step }.All(number => number is not double))
            return Whole(Big(range.Start), Big(range.Stop), Big(range.Step), place).Select(PythonNumber.Shrink);
        return Real(Exact(range.Start, place), Exact(range.Stop, place), Exact(range.Step, place), place).Select(number => (object)(double)number);
    }

    private static IEnumerable<BigInteger> Whole(BigInteger start, BigInteger stop, BigInteger step, Functions.Place place)
    {
        if (step.IsZero)
            throw place.Error("the step must not be 0");
        var count = BigInteger.Divide(stop - start + step - step.Sign, step);
        return Enumerable.Range(0, Checked(count > MaxCount ? MaxCount + 1 : (int)BigInteger.Max(count, 0), place)).Select(index => start + (index * step));
    }

    private static IEnumerable<decimal> Real(decimal start, decimal stop, decimal step, Functions.Place place)
    {
        if (step == 0)
            throw place.Error("the step must not be 0");
        double estimate = (double)(stop - start) / (double)step;
        int count = estimate > MaxCount ? MaxCount + 1 : (int)Math.Max(0, decimal.Ceiling((stop - start) / step));
        return Enumerable.Range(0, Checked(count, place)).Select(index => start + (index * step));
    }

    private static int Checked(int count, Functions.Place place) => count switch
    {
        0 => throw place.Error("there are no values in this range; exchange start and stop, or turn the sign of the step"),
        > MaxCount => throw place.Error($"there are more than {MaxCount} values in this range; make it shorter or its step larger"),
        _ => count,
    };

    private static BigInteger Big(object number) => number is long small ? small : (BigInteger)number;

    // Tenths are exact in decimals, as in Hydra, so that 0, 0.1, ..., 0.9 are ten values.
    private static decimal Exact(object number, Functions.Place place)
    {
        double real = number is double value ? value : (double)Big(number);
        if (!(Math.Abs(real) <= MaxReal) || (real != 0 && Math.Abs(real) < MinStep))
            throw place.Error($"{PythonText.Of(number)} is too large or too small for a range");
        return decimal.Parse(PythonText.Of(real), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
