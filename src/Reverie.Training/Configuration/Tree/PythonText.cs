using System.Globalization;
using System.Numerics;

namespace Reverie.Training.Configuration.Tree;

/// <summary>Values as Python's <c>str()</c> writes them, which is what OmegaConf puts into texts.</summary>
internal static class PythonText
{
    /// <summary>The text of null, a bool, a number or a string.</summary>
    public static string Of(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        double real => Of(real),
        BigInteger or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    // The shortest digits that read back to the same number, as .NET's, but with an exponent only below 1e-4 and from 1e16 on.
    private static string Of(double real)
    {
        if (!double.IsFinite(real))
            return double.IsNaN(real) ? "nan" : real > 0 ? "inf" : "-inf";
        string text = real.ToString("R", CultureInfo.InvariantCulture);
        string sign = text.StartsWith('-') ? "-" : "";
        string[] parts = text.TrimStart('-').Split('E');
        string[] halves = parts[0].Split('.');
        string digits = string.Concat(halves);
        string significant = digits.TrimStart('0');
        // The number is 0.significant times ten to the power of point.
        int point = halves[0].Length + (parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (digits.Length - significant.Length);
        significant = significant.TrimEnd('0');
        return sign + point switch
        {
            _ when significant.Length == 0 => "0.0",
            > 16 or < -3 => $"{significant[0]}{(significant.Length > 1 ? "." : "")}{significant[1..]}e{(point > 0 ? '+' : '-')}{Math.Abs(point - 1):00}",
            <= 0 => $"0.{new string('0', -point)}{significant}",
            _ when significant.Length <= point => $"{significant.PadRight(point, '0')}.0",
            _ => $"{significant[..point]}.{significant[point..]}",
        };
    }
}
