using System.Text.Json.Nodes;

namespace Reverie.Language.Tokenization;

/// <summary>
/// GPT-2's words: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// </summary>
internal sealed class Gpt2Splitter : Splitter
{
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public override JsonObject ToJson() => SplitBy(Pattern);

    public override int FirstPiece(ReadOnlySpan<char> text)
    {
        int contraction = Contraction(text);
        if (contraction > 0)
            return contraction;
        int start = text[0] == ' ' ? 1 : 0;
        if (start < text.Length)
        {
            var kind = CharacterRuns.ClassAt(text, start);
            if (kind != CharacterClass.Space)
                return CharacterRuns.EndOfRun(text, start, kind);
        }
        return CharacterRuns.Whitespace(text);
    }

    private static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };
}
