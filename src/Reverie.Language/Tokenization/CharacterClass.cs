namespace Reverie.Language.Tokenization;

/// <summary>What the splitters need to know of a character; the classes are disjoint.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Everything else: punctuation, symbols, marks, controls.</summary>
    Other,

    /// <summary>Unicode categories L*: <c>\p{L}</c>.</summary>
    Letter,

    /// <summary>Unicode categories N*: <c>\p{N}</c>.</summary>
    Number,

    /// <summary>The Unicode property White_Space: <c>\s</c>.</summary>
    Space,
}
