namespace Reverie.Language.Advisers.Local.Templates;

/// <summary>Turns an expression of Jinja into a function of the names' values.</summary>
internal sealed class ExpressionParser(ExpressionTokens tokens)
{
    /// <summary>Templates come from elsewhere: none may fill the stack.</summary>
    internal const int Deepest = 64;

    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">", "in"];

    private int _depth;

    /// <summary>An expression from its text, all of which it must be.</summary>
    internal static Func<TemplateScope, object?> Parse(string text)
    {
        var tokens = new ExpressionTokens(text);
        var expression = new ExpressionParser(tokens).Conditional();
        return tokens.IsEnd ? expression : throw new TemplateException($"'{tokens.Peek}' behind the end of '{text}'");
    }

    internal Func<TemplateScope, object?> Conditional()
    {
        Enter();
        var value = Or();
        _depth--;
        if (!tokens.TryTake("if"))
            return value;
        var condition = Or();
        Enter();
        var otherwise = tokens.TryTake("else") ? Conditional() : _ => TemplateValues.Undefined;
        _depth--;
        return scope => TemplateValues.IsTrue(condition(scope)) ? value(scope) : otherwise(scope);
    }

    internal Func<TemplateScope, object?> Or()
    {
        var left = And();
        while (tokens.TryTake("or"))
        {
            var (first, second) = (left, And());
            left = scope => first(scope) is var value && TemplateValues.IsTrue(value) ? value : second(scope);
        }
        return left;
    }

    private void Enter()
    {
        if (++_depth > Deepest)
            throw new TemplateException("an expression that is nested too deeply");
    }

    private Func<TemplateScope, object?> And()
    {
        var left = Not();
        while (tokens.TryTake("and"))
        {
            var (first, second) = (left, Not());
            left = scope => first(scope) is var value && !TemplateValues.IsTrue(value) ? value : second(scope);
        }
        return left;
    }

    private Func<TemplateScope, object?> Not()
    {
        if (!tokens.TryTake("not"))
            return Comparison();
        Enter();
        var value = Not();
        _depth--;
        return scope => !TemplateValues.IsTrue(value(scope));
    }

    private Func<TemplateScope, object?> Comparison()
    {
        var left = Chain(["+", "-"], () => Chain(["~"], () => Chain(["*", "/", "//", "%"], Unary)));
        while (true)
        {
            string? sign = tokens.TryTake("not", "in") ? "not in" : Array.Find(Comparisons, tokens.TryTake);
            if (sign is null)
                return left;
            var (first, second) = (left, Chain(["+", "-"], () => Chain(["~"], () => Chain(["*", "/", "//", "%"], Unary))));
            left = scope => Holds(sign, first(scope), second(scope));
        }
    }

    private static object Holds(string sign, object? a, object? b) => sign switch
    {
        "==" => TemplateValues.Same(a, b),
        "!=" => !TemplateValues.Same(a, b),
        "in" => TemplateValues.Contains(b, a),
        "not in" => !TemplateValues.Contains(b, a),
        "<" => TemplateValues.Compare(a, b) < 0,
        "<=" => TemplateValues.Compare(a, b) <= 0,
        ">" => TemplateValues.Compare(a, b) > 0,
        _ => TemplateValues.Compare(a, b) >= 0,
    };

    private Func<TemplateScope, object?> Chain(string[] signs, Func<Func<TemplateScope, object?>> part)
    {
        var left = part();
        while (Array.Find(signs, tokens.TryTake) is { } sign)
        {
            var (first, second) = (left, part());
            left = scope => TemplateValues.Calculate(sign, first(scope), second(scope));
        }
        return left;
    }

    private Func<TemplateScope, object?> Unary()
    {
        if (!tokens.TryTake("-"))
            return Postfix(Primary());
        Enter();
        var value = Unary();
        _depth--;
        return scope => TemplateValues.Calculate("-", 0L, value(scope));
    }

    private Func<TemplateScope, object?> Primary()
    {
        if (tokens.TryLiteral(out object? literal))
            return _ => literal;
        if (tokens.TryTake("("))
        {
            var inner = Conditional();
            tokens.Expect(")");
            return inner;
        }
        if (tokens.TryTake("["))
        {
            var (entries, _) = Arguments("]");
            return scope => entries.Select(entry => entry(scope)).ToList();
        }
        if (tokens.TryTake("{"))
            return Map();
        string name = tokens.Name();
        return name switch
        {
            "true" or "True" => _ => true,
            "false" or "False" => _ => false,
            "none" or "None" => _ => null,
            _ when tokens.TryTake("(") => TemplateFunctions.Call(name, Arguments(")")),
            _ => scope => scope[name],
        };
    }

    private Func<TemplateScope, object?> Map()
    {
        var entries = new List<(Func<TemplateScope, object?> Key, Func<TemplateScope, object?> Value)>();
        while (!tokens.TryTake("}"))
        {
            var key = Conditional();
            tokens.Expect(":");
            entries.Add((key, Conditional()));
            if (tokens.Peek != "}")
                tokens.Expect(",");
        }
        return scope => entries.ToDictionary(entry => TemplateValues.Text(entry.Key(scope)), entry => entry.Value(scope));
    }

    private Func<TemplateScope, object?> Postfix(Func<TemplateScope, object?> value)
    {
        while (true)
        {
            var of = value;
            if (tokens.TryTake("."))
                value = Dot(of, tokens.Name());
            else if (tokens.TryTake("["))
                value = Index(of);
            else if (tokens.TryTake("|"))
                value = TemplateFunctions.Filter(tokens.Name(), of, tokens.TryTake("(") ? Arguments(")") : ([], []));
            else if (tokens.TryTake("is"))
                value = TemplateFunctions.Test(tokens.TryTake("not"), tokens.Name(), of);
            else
                return value;
        }
    }

    private Func<TemplateScope, object?> Dot(Func<TemplateScope, object?> of, string name) => tokens.TryTake("(")
        ? TemplateFunctions.Method(name, of, Arguments(")"))
        : scope => TemplateValues.Member(of(scope), name);

    private Func<TemplateScope, object?> Index(Func<TemplateScope, object?> of)
    {
        Func<TemplateScope, object?> from = _ => null, to = _ => null;
        bool isSlice = tokens.Peek == ":";
        if (!isSlice)
            from = Conditional();
        if (!tokens.TryTake(":"))
        {
            tokens.Expect("]");
            return scope => TemplateValues.Member(of(scope), from(scope));
        }
        if (tokens.Peek == ":")
            throw new TemplateException("a slice with steps");
        if (tokens.Peek != "]")
            to = Conditional();
        tokens.Expect("]");
        return scope => TemplateValues.Slice(of(scope), from(scope), to(scope));
    }

    private (List<Func<TemplateScope, object?>> Values, Dictionary<string, Func<TemplateScope, object?>> Named) Arguments(string end)
    {
        var values = new List<Func<TemplateScope, object?>>();
        var named = new Dictionary<string, Func<TemplateScope, object?>>(StringComparer.Ordinal);
        while (!tokens.TryTake(end))
        {
            if (tokens.TryName(out string? name))
                named[name!] = Conditional();
            else
                values.Add(Conditional());
            if (tokens.Peek != end)
                tokens.Expect(",");
        }
        return (values, named);
    }
}
