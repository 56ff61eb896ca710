using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Reverie.Training.Configuration.Tree;

/// <summary>
/// What a plain word of YAML stands for, by the rules that OmegaConf's reader has: those of YAML 1.1, without dates and with <c>1e-3</c> as a number.
/// </summary>
internal static partial class YamlScalar
{
    /// <summary>Null, bool, long, BigInteger, double or the text itself.</summary>
    public static object? Resolve(string? text) => text switch
    {
        null or "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ when text.Length > PythonNumber.MaxLength || (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.')) => text,
        _ when Whole().IsMatch(text) => ParseWhole(text),
        _ when Real().IsMatch(text) => ParseReal(text),
        _ => text,
    };

    private static object ParseWhole(string text)
    {
        var (sign, digits) = SplitSign(text);
        return PythonNumber.Shrink(sign * digits switch
        {
            "0" => BigInteger.Zero,
            ['0', 'b', .. var bits] => FromDigits(bits, 2),
            ['0', 'x', .. var hexadecimals] => FromDigits(hexadecimals, 16),
            ['0', ..] => FromDigits(digits, 8),
            _ when digits.Contains(':') => digits.Split(':').Aggregate(BigInteger.Zero, (sum, part) => (sum * 60) + FromDigits(part, 10)),
            _ => BigInteger.Parse(digits, CultureInfo.InvariantCulture),
        });
    }

    private static double ParseReal(string text)
    {
        var (sign, digits) = SplitSign(text.ToLowerInvariant());
        return sign * digits switch
        {
            ".inf" => double.PositiveInfinity,
            ".nan" => double.NaN,
            _ when digits.Contains(':') => digits.Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + double.Parse(part, CultureInfo.InvariantCulture)),
            _ => double.Parse(digits, CultureInfo.InvariantCulture),
        };
    }

    private static (int Sign, string Digits) SplitSign(string text) => (text[0] == '-' ? -1 : 1, text.TrimStart('+', '-').Replace("_", ""));

    private static BigInteger FromDigits(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + Convert.ToInt32(digit.ToString(), 16));

    [GeneratedRegex(@"^[-+]?(0b[01_]*[01][01_]*|0[0-7_]+|0|[1-9][0-9_]*(:[0-5]?[0-9])*|0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(
        @"^([-+]?([0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|\.(inf|Inf|INF))" +
        @"|\.[0-9_]*[0-9][0-9_]*([eE][-+][0-9]+)?|\.(nan|NaN|NAN))\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Real();
}
