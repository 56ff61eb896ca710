using System.Runtime.InteropServices;
using System.Text;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Unicode normalisation form C (UAX #15). .NET's own <see cref="string.Normalize()"/> leaves text as it is where the
/// process runs in invariant-globalisation mode or without ICU, which would change token ids silently.
/// </summary>
public static class Nfc
{
    // Hangul syllables follow from arithmetic (Unicode standard, section 3.12).
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    // Below U+0300 every character is in form C, and none reacts with a neighbour that is.
    private const char FirstCritical = '\u0300';

    /// <summary>True where the text needs a closer look; false is certain: it is in form C already.</summary>
    public static bool MayChange(ReadOnlySpan<char> text)
    {
        int start = text.IndexOfAnyInRange(FirstCritical, char.MaxValue);
        if (start < 0)
            return false;
        foreach (var rune in text[start..].EnumerateRunes())
        {
            bool isHangulPart = rune.Value is (>= VowelBase and < VowelBase + VowelCount) or (> TrailBase and < TrailBase + TrailCount);
            if (isHangulPart || NfcTables.Instance.IsCritical(rune.Value))
                return true;
        }
        return false;
    }

    /// <summary>The text in form C. Lone surrogates become U+FFFD.</summary>
    public static string Normalize(ReadOnlySpan<char> text)
    {
        if (!MayChange(text))
            return text.ToString();
        var codePoints = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, codePoints);
        Reorder(codePoints);
        Compose(codePoints);
        return Encoding.UTF32.GetString(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(codePoints)));
    }

    /// <summary>Adds a character's canonical parts.</summary>
    internal static void Decompose(int codePoint, List<int> target)
    {
        int syllable = codePoint - SyllableBase;
        if (syllable is >= 0 and < SyllableCount)
        {
            target.Add(LeadBase + (syllable / (VowelCount * TrailCount)));
            target.Add(VowelBase + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount > 0)
                target.Add(TrailBase + (syllable % TrailCount));
        }
        else if (codePoint >= 0x80 && NfcTables.Instance.Decompose(codePoint) is { } parts)
        {
            foreach (int part in parts)
                Decompose(part, target);
        }
        else
        {
            target.Add(codePoint);
        }
    }

    // Sorts each run of marks by combining class; marks of one class keep their order.
    private static void Reorder(List<int> codePoints)
    {
        for (int start = 0; start < codePoints.Count; start++)
        {
            int end = start;
            while (end < codePoints.Count && NfcTables.Instance.CombiningClass(codePoints[end]) > 0)
                end++;
            if (end - start > 1)
            {
                int[] sorted = codePoints[start..end].OrderBy(mark => NfcTables.Instance.CombiningClass(mark)).ToArray();
                sorted.CopyTo(CollectionsMarshal.AsSpan(codePoints)[start..end]);
            }
            start = end;
        }
    }

    // A character joins the last starter unless something in between has the same or a higher class.
    private static void Compose(List<int> codePoints)
    {
        int starter = -1;
        int count = 0;
        byte previousClass = 0;
        for (int i = 0; i < codePoints.Count; i++)
        {
            int codePoint = codePoints[i];
            byte order = NfcTables.Instance.CombiningClass(codePoint);
            bool blocked = starter < count - 1 && previousClass >= order;
            if (starter >= 0 && !blocked && TryCompose(codePoints[starter], codePoint, out int composed))
            {
                codePoints[starter] = composed;
                continue;
            }
            if (order == 0)
                starter = count;
            previousClass = order;
            codePoints[count++] = codePoint;
        }
        codePoints.RemoveRange(count, codePoints.Count - count);
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        if (first - LeadBase is >= 0 and < LeadCount && second - VowelBase is >= 0 and < VowelCount)
        {
            composed = SyllableBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TrailCount);
            return true;
        }
        if (first - SyllableBase is >= 0 and < SyllableCount && (first - SyllableBase) % TrailCount == 0 && second - TrailBase is > 0 and < TrailCount)
        {
            composed = first + (second - TrailBase);
            return true;
        }
        return NfcTables.Instance.TryCompose(first, second, out composed);
    }
}
