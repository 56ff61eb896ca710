using System.Text;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Configuration.Words;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>Reads texts with interpolations, by OmegaConf's grammar: nested ones, quotes, lists and mappings as arguments, and escapes.</summary>
internal sealed class TextParser
{
    /// <summary>Characters that no key in a reference may have.</summary>
    public const string NotInKeys = "\\{}()[]:. \t'\"";
    private readonly WordScanner _scanner;

    private TextParser(WordScanner scanner) => _scanner = scanner;

    /// <summary>The parts of a whole text. A backslash before <c>${</c> makes it plain text; two before it stand for one.</summary>
    /// <exception cref="ConfigException">An interpolation is malformed.</exception>
    public static IReadOnlyList<Piece> Parse(string text, ConfigOrigin origin) => new TextParser(new WordScanner(text, origin)).ReadText(quote: null);

    /// <summary>One element, as <c>oc.decode</c> reads it: blanks around a word are part of it.</summary>
    /// <exception cref="ConfigException">It is malformed.</exception>
    public static Argument ParseElement(string text, ConfigOrigin origin)
    {
        var scanner = new WordScanner(text, origin);
        var element = new TextParser(scanner).ReadElement(keepsBlanks: true);
        return scanner.IsAtEnd ? element : throw scanner.Unexpected();
    }

    /// <summary>Steps over one interpolation.</summary>
    /// <exception cref="ConfigException">It is malformed.</exception>
    public static void Skip(WordScanner scanner) => new TextParser(scanner).ReadInterpolation();

    private List<Piece> ReadText(char? quote)
    {
        var (pieces, literal) = (new List<Piece>(), new StringBuilder());
        while (!_scanner.IsAtEnd && _scanner.Current != quote)
        {
            if (_scanner.IsAt("${"))
            {
                AddLiteral();
                pieces.Add(ReadInterpolation());
            }
            else
            {
                literal.Append(_scanner.IsAt('\\') ? _scanner.ReadBackslashes(quote, escapesReferences: true) : _scanner.Read());
            }
        }
        AddLiteral();
        return pieces;

        void AddLiteral()
        {
            if (literal.Length > 0)
                pieces.Add(new Piece.Literal(literal.ToString()));
            literal.Clear();
        }
    }

    private Piece ReadInterpolation() => _scanner.Nested<Piece>(() =>
    {
        int start = _scanner.Position;
        _scanner.Position += "${".Length;
        _scanner.SkipBlanks();
        int dots = 0;
        for (; _scanner.IsAt('.'); _scanner.Position++)
            dots++;
        bool isName = dots == 0 && !_scanner.IsAt('[');
        var keys = new List<Piece> { ReadKey(start) };
        for (; _scanner.IsAt('.') || _scanner.IsAt('['); keys.Add(ReadKey(start)))
        {
            isName &= _scanner.IsAt('.');
            if (_scanner.IsAt('.'))
                _scanner.Position++;
        }
        if (!isName || !_scanner.Take(':'))
            return new Piece.Reference(Close(start), dots, keys);
        var arguments = ReadSequence('}');
        return new Piece.Call(Close(start), keys, arguments);
    });

    /// <summary>The end of an interpolation, and all of it.</summary>
    private string Close(int start)
    {
        _scanner.SkipBlanks();
        if (!_scanner.IsAt('}'))
            throw Malformed(start);
        _scanner.Position++;
        return _scanner.Text[start.._scanner.Position];
    }

    private ConfigException Malformed(int start) => _scanner.IsAtEnd
        ? _scanner.Error($"the interpolation '{_scanner.Text[start..]}' lacks its closing '}}'")
        : _scanner.Error($"the interpolation '{_scanner.Text[start..]}' is not understood from '{_scanner.Text[_scanner.Position..]}' on");

    private Piece ReadKey(int start)
    {
        bool inBrackets = _scanner.IsAt('[');
        if (inBrackets)
            _scanner.Position++;
        var key = _scanner.IsAt("${") ? ReadInterpolation() : new Piece.Literal(ReadPlainKey());
        if (key.Source.Length == 0 || (inBrackets && !_scanner.IsAt(']')))
            throw Malformed(start);
        if (inBrackets)
            _scanner.Position++;
        return key;
    }

    private string ReadPlainKey()
    {
        int start = _scanner.Position;
        while (!_scanner.IsAtEnd && !NotInKeys.Contains(_scanner.Current))
            _scanner.Position++;
        return _scanner.Text[start.._scanner.Position];
    }

    /// <summary>Elements up to a bracket that is left; one that is missing is an empty text, as in OmegaConf.</summary>
    private List<Argument> ReadSequence(char end)
    {
        var items = new List<Argument>();
        _scanner.SkipBlanks();
        if (_scanner.IsAt(end))
            return items;
        do
            items.Add(_scanner.IsAt(',') || _scanner.IsAt(end) ? new Argument.Quoted([]) : ReadElement());
        while (_scanner.Take(','));
        return items;
    }

    private Argument ReadElement(bool keepsBlanks = false) => _scanner.Nested<Argument>(() =>
    {
        switch (_scanner.Current)
        {
            case '\'' or '"':
                char quote = _scanner.Read();
                var text = new Argument.Quoted(ReadText(quote));
                return _scanner.IsAtEnd ? throw _scanner.Error($"a text lacks its closing {quote}") : _scanner.Skip(text);
            case '[':
                _scanner.Take('[');
                var list = new Argument.List(ReadSequence(']'));
                _scanner.Expect(']', eatsBlanksBehind: false);
                return list;
            case '{':
                _scanner.Take('{');
                return ReadMap();
            default:
                return ReadWord(keepsBlanks);
        }
    });

    private Argument.Map ReadMap()
    {
        var items = new List<KeyValuePair<string, Argument>>();
        while (!_scanner.IsAt('}') || items.Count > 0)
        {
            string key = _scanner.ReadKeyWord();
            _scanner.Expect(':');
            items.Add(new(key, ReadElement()));
            if (!_scanner.Take(','))
                break;
        }
        _scanner.Expect('}', eatsBlanksBehind: false);
        return new Argument.Map(items);
    }

    private Argument.Word ReadWord(bool keepsBlanks)
    {
        var (pieces, word, kept, hasEscapes) = (new List<Piece>(), new StringBuilder(), 0, false);
        while (true)
        {
            hasEscapes |= _scanner.ReadWord(word, stop: null, ref kept);
            if (!_scanner.IsAt("${"))
                break;
            if (word.Length > 0)
                pieces.Add(new Piece.Literal(word.ToString()));
            pieces.Add(ReadInterpolation());
            word.Clear();
            kept = 0;
        }
        string text = word.ToString(0, keepsBlanks ? word.Length : kept);
        if (pieces.Count == 0 && text.Length == 0)
            throw _scanner.Unexpected();
        if (text.Length > 0)
            pieces.Add(new Piece.Literal(text));
        return new Argument.Word(pieces, hasEscapes || pieces is not [Piece.Literal] ? text : Word.Resolve(text));
    }
}
