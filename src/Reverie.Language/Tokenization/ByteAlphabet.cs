using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// The printable alphabet in which byte-level vocabularies are written: bytes that are printable in Latin-1 stand for
/// themselves, the others, in order, are U+0100, U+0101 and so on (a space is 'Ġ', U+0120).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = Build();
    private static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToDictionary(value => Chars[value], value => (byte)value);

    public static char CharOf(byte value) => Chars[value];

    /// <summary>The bytes that a token stands for; a token with a character outside the alphabet is taken as its own UTF-8.</summary>
    public static byte[] BytesOf(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
                return Encoding.UTF8.GetBytes(token);
        }
        return bytes;
    }

    private static char[] Build()
    {
        char[] chars = new char[256];
        char next = (char)0x100;
        for (int value = 0; value < chars.Length; value++)
            chars[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : next++;
        return chars;
    }
}
