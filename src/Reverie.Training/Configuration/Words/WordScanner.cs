using System.Text;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Words;

/// <summary>
/// The position in a text that is being parsed, and what the grammar of overrides and that of interpolations have in common. Both know words
/// with escapes, quotes, lists and mappings; neither lets a bracket or a quote stand in a word by itself.
/// </summary>
internal sealed class WordScanner(string text, ConfigOrigin origin)
{
    private const string Escapable = "\\()[]{}:=, \t";
    private const string Special = ",[](){}'\"";
    private int _depth;

    public string Text => text;

    public ConfigOrigin Origin => origin;

    public int Position { get; set; }

    public bool IsAtEnd => Position >= text.Length;

    public char Current => IsAtEnd ? '\0' : text[Position];

    public bool IsAt(char wanted) => !IsAtEnd && Current == wanted;

    public bool IsAt(string word) => string.CompareOrdinal(text, Position, word, 0, word.Length) == 0;

    /// <summary>The current character, which is stepped over.</summary>
    public char Read() => text[Position++];

    /// <summary>Steps over one character and gives back what was read before it.</summary>
    public T Skip<T>(T result)
    {
        Position++;
        return result;
    }

    public void SkipBlanks()
    {
        while (IsAt(' ') || IsAt('\t'))
            Position++;
    }

    /// <summary>Steps over a character, with the blanks before it and behind it, if it comes next.</summary>
    public bool Take(char wanted, bool eatsBlanksBehind = true)
    {
        int start = Position;
        SkipBlanks();
        if (!IsAt(wanted))
        {
            Position = start;
            return false;
        }
        Position++;
        if (eatsBlanksBehind)
            SkipBlanks();
        return true;
    }

    /// <exception cref="ConfigException">Another character, or none, comes next.</exception>
    public void Expect(char wanted, bool eatsBlanksBehind = true)
    {
        if (!Take(wanted, eatsBlanksBehind))
            throw IsAtEnd ? Error($"the value lacks a '{wanted}' at position {Position + 1}") : Unexpected();
    }

    /// <summary>Runs a part of the grammar that may contain itself.</summary>
    /// <exception cref="ConfigException">It does so too often.</exception>
    public T Nested<T>(Func<T> parse)
    {
        if (++_depth > ConfigPath.MaxDepth)
            throw Error($"the value is nested deeper than {ConfigPath.MaxDepth} levels");
        var result = parse();
        _depth--;
        return result;
    }

    /// <summary>Reads the characters of a word up to something special, an interpolation, or the given character.</summary>
    /// <param name="word">Receives them without the backslashes of escapes.</param>
    /// <param name="stop">A further character that ends the word.</param>
    /// <param name="kept">How much of <paramref name="word"/> must stay when trailing blanks are cut.</param>
    /// <returns>True when an escape was met, so that the word is a text whatever it looks like.</returns>
    public bool ReadWord(StringBuilder word, char? stop, ref int kept)
    {
        bool hasEscapes = false, isAfterColon = false;
        for (; !IsAtEnd && !Special.Contains(Current) && Current != stop && !IsAt("${"); Position++)
        {
            bool isEscape = Current == '\\' && Position + 1 < text.Length && Escapable.Contains(text[Position + 1]);
            if (isEscape)
                Position++;
            word.Append(Current);
            hasEscapes |= isEscape;
            if (isEscape || Current is not (' ' or '\t') || isAfterColon)
                kept = word.Length;
            // Blanks behind a colon belong to it.
            isAfterColon = !isEscape && (Current == ':' || (isAfterColon && Current is ' ' or '\t'));
        }
        return hasEscapes;
    }

    /// <summary>The key of a mapping, up to its colon.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    public string ReadKeyWord()
    {
        var (word, kept) = (new StringBuilder(), 0);
        ReadWord(word, stop: ':', ref kept);
        return kept > 0 ? word.ToString(0, kept) : throw Unexpected();
    }

    /// <summary>
    /// Steps over a run of backslashes. Before the quote that would end a quoted text two of them stand for one, and an odd one keeps the quote
    /// from ending it; before <c>${</c> likewise, where that counts; elsewhere they stand for themselves.
    /// </summary>
    public string ReadBackslashes(char? quote, bool escapesReferences)
    {
        int start = Position;
        while (IsAt('\\'))
            Position++;
        int count = Position - start;
        string escaped = !IsAtEnd && Current == quote ? Current.ToString() : escapesReferences && IsAt("${") ? "${" : "";
        if (escaped.Length == 0)
            return new string('\\', count);
        if (count % 2 == 0)
            escaped = "";
        Position += escaped.Length;
        return new string('\\', count / 2) + escaped;
    }

    public ConfigException Unexpected() => IsAtEnd
        ? Error($"something is missing at position {Position + 1} of the value")
        : Error($"'{text[Position..]}' is unexpected at position {Position + 1} of the value; text with special characters goes into quotes");

    public ConfigException Error(string message) => new(origin, message + ".");
}
