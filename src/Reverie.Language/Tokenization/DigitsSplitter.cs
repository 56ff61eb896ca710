using System.Text.Json.Nodes;

namespace Reverie.Language.Tokenization;

/// <summary>Cuts numbers out of the text: every number character alone, or each run of them.</summary>
internal sealed class DigitsSplitter(bool individual) : Splitter
{
    public override JsonObject ToJson() => new() { ["type"] = "Digits", ["individual_digits"] = individual };

    public override int FirstPiece(ReadOnlySpan<char> text)
    {
        if (CharacterRuns.ClassAt(text, 0, out int end) == CharacterClass.Number)
            return individual ? end : CharacterRuns.EndOfRun(text, 0, CharacterClass.Number);
        while (end < text.Length && CharacterRuns.ClassAt(text, end, out int length) != CharacterClass.Number)
            end += length;
        return end;
    }
}
