using System.Text;

namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>Turns a template of Jinja's into a function that writes text: output, if, for, set; macros and the like are not known.</summary>
internal sealed class TemplateParser
{
    private readonly List<(char Kind, string Text)> _pieces;
    private int _next, _depth;

    private TemplateParser(string template) => _pieces = TemplateLexer.Split(template);

    /// <exception cref="TemplateException">It holds something that is not known here.</exception>
    internal static Action<TemplateScope, StringBuilder> Parse(string template)
    {
        var parser = new TemplateParser(template);
        var body = parser.Body();
        return parser._next == parser._pieces.Count ? body : throw new TemplateException($"'{parser._pieces[parser._next].Text}' without its beginning");
    }

    /// <summary>Everything up to a statement that ends or continues what is around it.</summary>
    private Action<TemplateScope, StringBuilder> Body()
    {
        Enter();
        var steps = new List<Action<TemplateScope, StringBuilder>>();
        while (_next < _pieces.Count)
        {
            var (kind, text) = _pieces[_next];
            if (kind == '%' && Word(text) is ("endif" or "endfor" or "endset" or "else" or "elif" or "endgeneration"))
                break;
            _next++;
            steps.Add(kind switch
            {
                '{' => Output(text),
                '%' => Statement(text),
                _ => (_, output) => output.Append(text),
            });
        }
        _depth--;
        return (scope, output) => steps.ForEach(step => step(scope, output));
    }

    private void Enter()
    {
        if (++_depth > ExpressionParser.Deepest)
            throw new TemplateException("statements that are nested too deeply");
    }

    private static Action<TemplateScope, StringBuilder> Output(string text)
    {
        var value = ExpressionParser.Parse(text);
        return (scope, output) => output.Append(TemplateValues.Text(value(scope)));
    }

    private Action<TemplateScope, StringBuilder> Statement(string text) => Word(text) switch
    {
        "if" => If(Rest(text)),
        "for" => For(Rest(text)),
        "set" => Set(Rest(text)),
        // Marks what the assistant wrote, for training; the text is the same.
        "generation" => Within("endgeneration"),
        var other => throw new TemplateException($"the statement '{other}'"),
    };

    private Action<TemplateScope, StringBuilder> If(string text)
    {
        var condition = ExpressionParser.Parse(text);
        var (then, otherwise) = (Body(), (Action<TemplateScope, StringBuilder>)((_, _) => { }));
        string end = Next("endif");
        Enter();
        if (Word(end) == "elif")
            otherwise = If(Rest(end));
        else if (end == "else")
            otherwise = Within("endif");
        _depth--;
        return (scope, output) => (TemplateValues.IsTrue(condition(scope)) ? then : otherwise)(scope, output);
    }

    private Action<TemplateScope, StringBuilder> For(string text)
    {
        var tokens = new ExpressionTokens(text);
        var names = new List<string> { tokens.Name() };
        while (tokens.TryTake(","))
            names.Add(tokens.Name());
        tokens.Expect("in");
        var parser = new ExpressionParser(tokens);
        var items = parser.Or();
        var filter = tokens.TryTake("if") ? parser.Conditional() : null;
        var body = Within("endfor");
        return (scope, output) =>
        {
            var all = TemplateValues.Items(items(scope)).Select(item => Bound(scope, names, item))
                .Where(inner => filter is null || TemplateValues.IsTrue(filter(inner))).ToList();
            for (int i = 0; i < all.Count; i++)
            {
                all[i]["loop"] = new Dictionary<string, object?>
                {
                    ["index"] = i + 1L,
                    ["index0"] = (long)i,
                    ["first"] = i == 0,
                    ["last"] = i == all.Count - 1,
                    ["length"] = (long)all.Count,
                    ["previtem"] = i > 0 ? all[i - 1][names[0]] : TemplateValues.Undefined,
                    ["nextitem"] = i + 1 < all.Count ? all[i + 1][names[0]] : TemplateValues.Undefined,
                };
                body(all[i], output);
            }
        };
    }

    private static TemplateScope Bound(TemplateScope scope, List<string> names, object? item)
    {
        var inner = new TemplateScope(scope);
        for (int i = 0; i < names.Count; i++)
            inner[names[i]] = names.Count == 1 ? item : TemplateValues.Member(item, (long)i);
        return inner;
    }

    private Action<TemplateScope, StringBuilder> Set(string text)
    {
        var tokens = new ExpressionTokens(text);
        string name = tokens.Name();
        string? member = tokens.TryTake(".") ? tokens.Name() : null;
        if (tokens.IsEnd)
        {
            var body = Within("endset");
            return (scope, _) =>
            {
                var output = new StringBuilder();
                body(scope, output);
                scope[name] = output.ToString();
            };
        }
        tokens.Expect("=");
        var value = new ExpressionParser(tokens).Conditional();
        return (scope, _) =>
        {
            if (member is null)
                scope[name] = value(scope);
            else
                Namespace(scope, name)[member] = value(scope);
        };
    }

    private static Dictionary<string, object?> Namespace(TemplateScope scope, string name) =>
        (scope[name] as Dictionary<string, object?>) ?? throw new TemplateException($"a member of '{name}', which is no namespace,");

    private Action<TemplateScope, StringBuilder> Within(string end)
    {
        var body = Body();
        Next(end, only: true);
        return body;
    }

    /// <summary>The statement that ended a body.</summary>
    private string Next(string end, bool only = false)
    {
        string text = _next < _pieces.Count ? _pieces[_next++].Text : throw new TemplateException($"a statement without its '{end}'");
        return text == end || (!only && Word(text) is ("else" or "elif")) ? text : throw new TemplateException($"'{text}' where '{end}' was expected");
    }

    private static string Word(string text) => text.Split([' ', '\n', '\t', '('], 2)[0];

    private static string Rest(string text) => text[Word(text).Length..];
}
