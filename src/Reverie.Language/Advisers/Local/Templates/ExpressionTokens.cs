using System.Globalization;
using System.Text;

namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>The words of an expression, read one after the other.</summary>
internal sealed class ExpressionTokens
{
    private static readonly string[] Pairs = ["==", "!=", "<=", ">=", "//", "**"];

    // What a chain of signs makes is as deep as it is long.
    private const int Most = 2000;

    // A string is kept apart from names by a quote before it.
    private readonly List<string> _tokens = [];
    private int _next;

    internal ExpressionTokens(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
                at++;
            else if (text[at] is '\'' or '"')
                at = AddString(text, at);
            else
                at = Add(text, at, Length(text, at));
            if (_tokens.Count > Most)
                throw new TemplateException("an expression that is too long");
        }
    }

    internal bool IsEnd => _next == _tokens.Count;

    internal string Peek => IsEnd ? "" : _tokens[_next];

    internal string Take() => IsEnd ? throw new TemplateException("an expression that ends too early") : _tokens[_next++];

    /// <summary>Takes a word if it is the next one.</summary>
    internal bool TryTake(string word)
    {
        if (Peek != word)
            return false;
        _next++;
        return true;
    }

    /// <summary>Takes two words if they are the next ones.</summary>
    internal bool TryTake(string first, string second)
    {
        if (Peek != first || _next + 1 >= _tokens.Count || _tokens[_next + 1] != second)
            return false;
        _next += 2;
        return true;
    }

    internal void Expect(string word)
    {
        if (!TryTake(word))
            throw new TemplateException($"'{Peek}' where '{word}' was expected");
    }

    internal string Name()
    {
        string word = Take();
        return char.IsLetter(word[0]) || word[0] == '_' ? word : throw new TemplateException($"'{word}' where a name was expected");
    }

    /// <summary>Takes the name of an argument and the sign behind it: <c>name=</c>.</summary>
    internal bool TryName(out string? name)
    {
        name = null;
        if (_next + 1 >= _tokens.Count || _tokens[_next + 1] != "=")
            return false;
        name = Name();
        _next++;
        return true;
    }

    /// <summary>Takes a number or a string.</summary>
    internal bool TryLiteral(out object? value)
    {
        value = null;
        if (IsEnd)
            return false;
        if (Peek[0] == '\'')
            value = Take()[1..];
        else if (long.TryParse(Peek, NumberStyles.None, CultureInfo.InvariantCulture, out long whole))
            (value, _) = (whole, Take());
        else if (char.IsDigit(Peek[0]) && double.TryParse(Peek, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            (value, _) = (number, Take());
        return value is not null;
    }

    private static int Length(string text, int at)
    {
        int end = at;
        if (char.IsDigit(text[at]))
        {
            while (end < text.Length && (char.IsDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsDigit(text[end + 1]))))
                end++;
        }
        else
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
        }
        return end > at ? end - at : Pairs.Any(pair => string.CompareOrdinal(text, at, pair, 0, 2) == 0) ? 2 : 1;
    }

    private int Add(string text, int at, int length)
    {
        _tokens.Add(text.Substring(at, length));
        return at + length;
    }

    private int AddString(string text, int at)
    {
        char quote = text[at];
        var letters = new StringBuilder("'");
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                letters.Append(text[at]);
                continue;
            }
            at++;
            letters.Append(text[at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                var other => other,
            });
        }
        _tokens.Add(letters.ToString());
        return at + 1;
    }
}
