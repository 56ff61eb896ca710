using System.Text;

namespace Reverie.Fuzz.Tests;

/// <summary>Changes inputs: bytes, blocks, splices of two, and for text its numbers, strings and brackets. The same from one seed.</summary>
internal sealed class Mutator(int seed)
{
    private const int MaxLength = 1 << 18;

    private static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "7", "-0.0", "1e308", "1e999", "-1e999", "NaN", "2147483647", "2147483648", "4294967295", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e-320", "0.5", "00", "0x10", "1_0",
    ];

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "\"\"", "[]", "{}", "[[]]", "{\"a\":1}", "\"\\ud800\"", "\"a\"", "../x", "/etc/passwd", "\"\\u0000\"", ",", ":", "[", "]", "{", "}", "\"", "\\", "\n",
        " ", "'", "${x}", "&a", "*a", "- ", "? ", "!!str ", "é", "\0", "#", "=", "@", "~", "+", "choice(", "range(1,", ")",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A mutation of one of the inputs, or a splice of two.</summary>
    public byte[] Next(IReadOnlyList<byte[]> inputs)
    {
        byte[] input = inputs[_random.Next(inputs.Count)];
        for (int count = 1 << _random.Next(4); count > 0; count--)
            input = Change(input, inputs);
        return input.Length <= MaxLength ? input : input[..MaxLength];
    }

    private byte[] Change(byte[] input, IReadOnlyList<byte[]> inputs)
    {
        int at = _random.Next(input.Length + 1);
        int end = Math.Min(input.Length, at + 1 + _random.Next(_random.Next(8) == 0 ? 256 : 8));
        return _random.Next(10) switch
        {
            0 => With(input, at, end, []),
            1 => With(input, at, at, input.AsSpan(at, end - at)),
            2 => With(input, at, Math.Min(at + 1, input.Length), [(byte)_random.Next(256)]),
            3 when at < input.Length => With(input, at, at + 1, [(byte)(input[at] ^ (1 << _random.Next(8)))]),
            4 => input[..at],
            5 => With(input, at, input.Length, Tail(inputs[_random.Next(inputs.Count)])),
            6 => With(input, at, at, Encoding.UTF8.GetBytes(Tokens[_random.Next(Tokens.Length)])),
            7 => With(input, at, end, BitConverter.GetBytes(_random.NextInt64() >> _random.Next(64))),
            8 => Replaced(input, at, IsNumber, Numbers),
            _ => Replaced(input, at, IsWord, Tokens),
        };
    }

    private ReadOnlySpan<byte> Tail(byte[] other) => other.AsSpan(_random.Next(other.Length + 1));

    // The next number or word at or behind a place becomes another one.
    private byte[] Replaced(byte[] input, int at, Func<byte, bool> belongs, string[] others)
    {
        int start = at;
        while (start < input.Length && !belongs(input[start]))
            start++;
        int end = start;
        while (end < input.Length && belongs(input[end]))
            end++;
        return With(input, start, end, Encoding.UTF8.GetBytes(others[_random.Next(others.Length)]));
    }

    private static bool IsNumber(byte value) => value is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'.';

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'"' or (byte)'_' or (byte)'-' or (byte)'.';

    private static byte[] With(byte[] input, int from, int to, ReadOnlySpan<byte> middle) => [.. input.AsSpan(0, from), .. middle, .. input.AsSpan(to)];
}
