using System.Text;
using Reverie.Training.Configuration.Interpolation;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Configuration.Words;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>
/// Reads the value of an override in Hydra's grammar: words, quoted texts, lists <c>[a,b]</c>, mappings <c>{a:1,b:2}</c>, interpolations
/// <c>${a.b}</c>, sweeps <c>a,b,c</c> and functions. Characters that Hydra's grammar does not know at all, such as <c>#</c>, <c>~</c> and
/// letters with accents, are letters of a word here, and so is an equals sign that follows others.
/// </summary>
internal sealed class ValueParser
{
    private readonly WordScanner _scanner;

    private ValueParser(WordScanner scanner) => _scanner = scanner;

    /// <exception cref="ConfigException">The text does not follow the grammar.</exception>
    public static OverrideValue Parse(string text, ConfigOrigin origin)
    {
        var scanner = new WordScanner(text, origin);
        scanner.SkipBlanks();
        if (scanner.IsAtEnd)
            return new OverrideValue.Element("", new ConfigScalar("", (object)"", origin));
        return new ValueParser(scanner).ReadValue();
    }

    private OverrideValue ReadValue()
    {
        var values = new List<OverrideValue>();
        do
            values.Add(ReadElement());
        while (_scanner.Take(','));
        _scanner.SkipBlanks();
        if (!_scanner.IsAtEnd)
            throw _scanner.Unexpected();
        return values is [var only] ? only : new OverrideValue.Choice([.. values.Select(Plain)]);
    }

    private OverrideValue ReadElement() => _scanner.Nested(() =>
    {
        int start = _scanner.Position;
        if (FunctionName() is { } name)
            return Functions.Call(name, ReadArguments(), new Functions.Place(_scanner.Text[start.._scanner.Position], _scanner.Origin));
        ConfigNode node = _scanner.Current switch
        {
            '[' => ReadList(),
            '{' => ReadMap(),
            '\'' or '"' => ReadQuoted(),
            _ => ReadWord(),
        };
        return new OverrideValue.Element(_scanner.Text[start.._scanner.Position].TrimEnd(' ', '\t'), node);
    });

    private OverrideValue.Element Plain(OverrideValue value) => value as OverrideValue.Element
        ?? throw _scanner.Error("a sweep cannot stand inside a list, a mapping or another sweep; sweep over whole values, such as choice([1,2],[3,4])");

    /// <summary>The name of the function that is called next, with its bracket stepped over; null when none is.</summary>
    private string? FunctionName()
    {
        int start = _scanner.Position;
        while (char.IsAsciiLetterOrDigit(_scanner.Current) || _scanner.Current is '_' or '-')
            _scanner.Position++;
        string name = _scanner.Text[start.._scanner.Position];
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name[0] != '-' && _scanner.Take('('))
            return name;
        _scanner.Position = start;
        return null;
    }

    private List<(string? Name, OverrideValue Value)> ReadArguments()
    {
        var arguments = new List<(string?, OverrideValue)>();
        if (_scanner.Take(')', eatsBlanksBehind: false))
            return arguments;
        do
        {
            string? name = ArgumentName();
            if (name is null && arguments.Any(argument => argument.Item1 is not null))
                throw _scanner.Error("an argument without a name cannot follow one with a name");
            arguments.Add((name, ReadElement()));
        }
        while (_scanner.Take(','));
        _scanner.Expect(')', eatsBlanksBehind: false);
        return arguments;
    }

    private string? ArgumentName()
    {
        int start = _scanner.Position;
        while (char.IsAsciiLetterOrDigit(_scanner.Current) || _scanner.Current is '_')
            _scanner.Position++;
        string name = _scanner.Text[start.._scanner.Position];
        if (name.Length > 0 && _scanner.Take('='))
            return name;
        _scanner.Position = start;
        return null;
    }

    private ConfigList ReadList()
    {
        var items = new List<ConfigNode>();
        _scanner.Take('[');
        if (!_scanner.IsAt(']'))
        {
            do
                items.Add(Plain(ReadElement()).Node);
            while (_scanner.Take(','));
        }
        _scanner.Expect(']', eatsBlanksBehind: false);
        return new ConfigList(_scanner.Origin, items);
    }

    private ConfigMap ReadMap()
    {
        var map = new ConfigMap(_scanner.Origin);
        _scanner.Take('{');
        if (!_scanner.IsAt('}'))
        {
            do
            {
                // Hydra wants plain keys; in quotes they may have any letters.
                string key = _scanner.Current is '\'' or '"' ? ReadQuoted().Text! : _scanner.ReadKeyWord();
                _scanner.Expect(':');
                map[key] = map[key] is null ? Plain(ReadElement()).Node : throw _scanner.Error($"the key '{key}' stands twice in one mapping");
            }
            while (_scanner.Take(','));
        }
        _scanner.Expect('}', eatsBlanksBehind: false);
        return map;
    }

    private ConfigScalar ReadQuoted()
    {
        char quote = _scanner.Read();
        var text = new StringBuilder();
        while (!_scanner.IsAtEnd && _scanner.Current != quote)
        {
            if (_scanner.IsAt('\\'))
                text.Append(_scanner.ReadBackslashes(quote, escapesReferences: false));
            else
                text.Append(_scanner.Read());
        }
        _scanner.Expect(quote, eatsBlanksBehind: false);
        return new ConfigScalar(text.ToString(), (object)text.ToString(), _scanner.Origin);
    }

    private ConfigScalar ReadWord()
    {
        var (word, kept, isText) = (new StringBuilder(), 0, false);
        if (_scanner.IsAt('='))
            throw _scanner.Unexpected();
        while (true)
        {
            isText |= _scanner.ReadWord(word, stop: null, ref kept);
            if (!_scanner.IsAt("${"))
                break;
            isText = true;
            word.Append(ReadReference(word));
            kept = word.Length;
        }
        string text = word.ToString(0, kept);
        if (text.Length == 0 || text == "~")
            throw text.Length == 0 ? _scanner.Unexpected() : _scanner.Error("'~' is YAML's null; on the command line write 'null'");
        return new ConfigScalar(text, isText ? text : Word.Resolve(text), _scanner.Origin);
    }

    /// <summary>A reference stays as it is written until everything is in place; a backslash before it makes it plain text.</summary>
    private string ReadReference(StringBuilder before)
    {
        int start = _scanner.Position;
        int backslashes = before.Length - before.ToString().TrimEnd('\\').Length;
        if (backslashes % 2 == 0)
            TextParser.Skip(_scanner);
        else
            _scanner.Position = _scanner.Text.IndexOf('}', start) is var end and >= 0 ? end + 1 : throw _scanner.Unexpected();
        return _scanner.Text[start.._scanner.Position];
    }
}
