using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Numbers in texts, as Python's <c>int()</c> and <c>float()</c> read them: <c>1_000</c> is one, <c>_5</c> and <c>1__0</c> are none.</summary>
internal static partial class PythonNumber
{
    /// <summary>Words longer than this are no numbers: reading a million digits takes minutes.</summary>
    public const int MaxLength = 400;

    /// <summary>The whole number, or null.</summary>
    public static BigInteger? ParseWhole(string text) =>
        text.Length <= MaxLength && Whole().IsMatch(text.Trim())
            ? BigInteger.Parse(text.Trim().Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The number, or null.</summary>
    public static double? ParseReal(string text) => text.Trim().ToLowerInvariant() switch
    {
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        var word when word.Length <= MaxLength && Real().IsMatch(word) => double.Parse(word.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The number as a long where it fits.</summary>
    public static object Shrink(BigInteger number) => number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;

    [GeneratedRegex(@"^[+-]?[0-9]+(_[0-9]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)(e[+-]?[0-9]+(_[0-9]+)*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Real();
}
