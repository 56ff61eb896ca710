using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>
/// Reads the value of an override in Hydra's grammar: words, quoted strings, lists <c>[a,b]</c>, dictionaries <c>{a:1,b:2}</c>,
/// interpolations <c>${a.b}</c>, and the sweeps <c>a,b,c</c>, <c>choice(a,b)</c> and <c>range(start,stop,step)</c>.
/// </summary>
internal sealed partial class OverrideValueParser(string text, ConfigOrigin origin)
{
    private const int MaxDepth = 64;
    private const int MaxRange = 10_000;
    private int _position;
    private int _depth;

    private char Current => _position < text.Length ? text[_position] : '\0';

    public IReadOnlyList<OverrideValue> ParseAlternatives()
    {
        if (string.IsNullOrWhiteSpace(text))
            return [new OverrideValue(text, new ConfigScalar("", quoted: true, origin))];
        if (RangeCall().Match(text) is { Success: true } range)
            return ExpandRange(range);
        if (ChoiceCall().Match(text) is { Success: true } choice)
            return new OverrideValueParser(choice.Groups["arguments"].Value, origin).ParseAlternatives();
        var values = new List<OverrideValue>();
        do
        {
            int start = _position;
            var node = ParseElement(",");
            values.Add(new OverrideValue(text[start.._position].Trim(), node));
        }
        while (Take(','));
        return values;
    }

    private IReadOnlyList<OverrideValue> ExpandRange(Match match)
    {
        decimal[] numbers = match.Groups["arguments"].Value.Split(',').Select(ParseNumber).ToArray();
        var (start, stop) = numbers.Length == 1 ? (0m, numbers[0]) : (numbers[0], numbers[1]);
        decimal step = numbers.Length == 3 ? numbers[2] : 1m;
        if (numbers.Length > 3 || step == 0 || (stop - start) / step is <= 0 or > MaxRange)
            throw Error($"'{text}' must be range(stop), range(start,stop) or range(start,stop,step) with 1 to {MaxRange} values.");
        var values = new List<OverrideValue>();
        for (decimal number = start; step > 0 ? number < stop : number > stop; number += step)
        {
            string word = number.ToString(CultureInfo.InvariantCulture);
            values.Add(new OverrideValue(word, new ConfigScalar(word, quoted: false, origin)));
        }
        return values;
    }

    private decimal ParseNumber(string word) => decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        ? number
        : throw Error($"'{word.Trim()}' in '{text}' must be a number.");

    private ConfigNode ParseElement(string terminators)
    {
        SkipSpace();
        if (++_depth > MaxDepth)
            throw Error($"the value is nested deeper than {MaxDepth} levels.");
        ConfigNode node = Current switch
        {
            '[' => ParseList(),
            '{' => ParseMap(),
            '\'' or '"' => new ConfigScalar(ParseQuoted(), quoted: true, origin),
            _ => new ConfigScalar(ParseWord(terminators), quoted: false, origin),
        };
        _depth--;
        SkipSpace();
        if (_position < text.Length && !terminators.Contains(Current))
            throw Error($"'{text[_position..]}' is unexpected at position {_position + 1} of the value.");
        return node;
    }

    private ConfigList ParseList()
    {
        var items = new List<ConfigNode>();
        _position++;
        SkipSpace();
        if (!Take(']'))
        {
            do
                items.Add(ParseElement(",]"));
            while (Take(','));
            Expect(']');
        }
        return new ConfigList(origin, items);
    }

    private ConfigMap ParseMap()
    {
        var map = new ConfigMap(origin);
        _position++;
        SkipSpace();
        if (!Take('}'))
        {
            do
            {
                SkipSpace();
                string key = Current is '\'' or '"' ? ParseQuoted() : ParseWord(":");
                SkipSpace();
                Expect(':');
                map[key] = ParseElement(",}");
            }
            while (Take(','));
            Expect('}');
        }
        return map;
    }

    private string ParseQuoted()
    {
        char quote = text[_position++];
        var word = new StringBuilder();
        while (_position < text.Length && Current != quote)
        {
            if (Current == '\\' && _position + 1 < text.Length && (text[_position + 1] == quote || text[_position + 1] == '\\'))
                _position++;
            word.Append(text[_position++]);
        }
        Expect(quote);
        return word.ToString();
    }

    private string ParseWord(string terminators)
    {
        var word = new StringBuilder();
        while (_position < text.Length && !terminators.Contains(Current))
        {
            if (Current == '\\' && _position + 1 < text.Length && ",:[]{}()=\\ ".Contains(text[_position + 1]))
            {
                _position++;
            }
            else if (text.AsSpan(_position).StartsWith("${"))
            {
                word.Append(TakeInterpolation());
                continue;
            }
            word.Append(text[_position++]);
        }
        return word.ToString().TrimEnd();
    }

    private string TakeInterpolation()
    {
        var (start, depth) = (_position, 0);
        do
        {
            if (Current == '{')
                depth++;
            else if (Current == '}')
                depth--;
            _position++;
        }
        while (_position < text.Length && (depth > 0 || _position == start + 1));

        return depth == 0 ? text[start.._position] : throw Error($"the interpolation '{text[start..]}' lacks its closing '}}'.");
    }

    private bool Take(char wanted)
    {
        if (Current != wanted || _position >= text.Length)
            return false;
        _position++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Take(wanted))
            throw Error($"the value lacks a '{wanted}' at position {_position + 1}.");
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(Current))
            _position++;
    }

    private ConfigException Error(string message) => new(origin, message);

    [GeneratedRegex(@"^\s*range\((?<arguments>[^()]*)\)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex RangeCall();

    [GeneratedRegex(@"^\s*choice\((?<arguments>.+)\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex ChoiceCall();
}
