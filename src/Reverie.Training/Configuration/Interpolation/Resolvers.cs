using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>What may stand before a colon in an interpolation: OmegaConf's <c>oc.env</c>, <c>oc.select</c> and <c>oc.decode</c>.</summary>
internal static class Resolvers
{
    public static ConfigNode Call(Piece.Call call, Context context)
    {
        string name = string.Join('.', call.Name.Select(context.Text));
        var arguments = call.Arguments.Select(argument => Evaluate(argument, context)).ToArray();
        return (name, arguments) switch
        {
            ("oc.env", [var key, .. var rest]) when rest.Length < 2 => ReadEnvironment(Text(key, call, context), rest, context),
            ("oc.select", [var key, .. var rest]) when rest.Length < 2 => Select(Text(key, call, context), rest, call, context),
            ("oc.decode", [var text]) => Decode(text, call, context),
            ("oc.env", _) => throw context.Error($"'{call.Source}' must be ${{oc.env:NAME}} or ${{oc.env:NAME,DEFAULT}}; quote a default with commas"),
            ("oc.select", _) => throw context.Error($"'{call.Source}' must be ${{oc.select:KEY}} or ${{oc.select:KEY,DEFAULT}}"),
            ("oc.decode", _) => throw context.Error($"'{call.Source}' must be ${{oc.decode:TEXT}}"),
            _ => throw context.Error($"'{call.Source}' uses an unknown resolver; there are 'oc.env:NAME', 'oc.select:KEY' and 'oc.decode:TEXT'"),
        };
    }

    private static string Text(ConfigNode node, Piece.Call call, Context context) => node is ConfigScalar { Value: string text }
        ? text
        : throw context.Error($"'{call.Source}' must name a key as a text; quote it");

    private static ConfigScalar ReadEnvironment(string name, ConfigNode[] fallback, Context context)
    {
        if (EnvironmentVariables.Find(name) is { } value)
        {
            context.Interpolator.Secrets.Add(value, $"${{oc.env:{name}}}");
            return new ConfigScalar(value, (object)value, context.Origin) { Unresolved = "" };
        }
        return fallback switch
        {
            [] => throw context.Error($"environment variable '{name}' is not set; set it, or write a default as '${{oc.env:{name},DEFAULT}}'"),
            [ConfigScalar { IsNull: true }] => new ConfigScalar(null, value: null, context.Origin) { Unresolved = "" },
            [ConfigScalar scalar] => AsText(PythonText.Of(scalar.Value), context),
            _ => throw context.Error($"the default of '${{oc.env:{name},DEFAULT}}' must be a plain value"),
        };
    }

    // A default is no secret, but what is saved must still ask the environment when it is loaded elsewhere.
    private static ConfigScalar AsText(string text, Context context) => new(text, (object)text, context.Origin) { Unresolved = "" };

    private static ConfigNode Select(string key, ConfigNode[] fallback, Piece.Call call, Context context)
    {
        if (key.StartsWith('.'))
            throw context.Error($"'{call.Source}' must name its key from the root; write '${{{key}}}' for a neighbour");
        string[] target = ConfigPath.Split(key.Replace("[", ".").Replace("]", "").TrimStart('.'));
        return context.Interpolator.Find(target, call.Source, context) is { } found and not ConfigScalar { IsMissing: true }
            ? found
            : fallback.Length == 1 ? fallback[0] : new ConfigScalar(null, value: null, context.Origin);
    }

    private static ConfigNode Decode(ConfigNode node, Piece.Call call, Context context)
    {
        if (node is not ConfigScalar { Value: null or string } scalar)
            throw context.Error($"'{call.Source}' must decode a text");
        if (scalar.IsNull)
            return scalar;
        var value = Evaluate(TextParser.ParseElement(scalar.Text!, context.Origin), context);
        return node.Unresolved is null ? value : Unresolved.Renamed(value, node.Unresolved);
    }

    private static ConfigNode Evaluate(Argument argument, Context context)
    {
        switch (argument)
        {
            case Argument.Quoted quoted:
                // The empty part makes a text of it, also where there is nothing but one reference.
                return context.Interpolator.Evaluate([new Piece.Literal(""), .. quoted.Pieces], context);
            case Argument.Word { Pieces: [Piece.Literal literal] } word:
                return new ConfigScalar(literal.Text, word.Value, context.Origin);
            case Argument.Word word:
                return context.Interpolator.Evaluate(word.Pieces, context);
            case Argument.List list:
                return new ConfigList(context.Origin, list.Items.Select(item => Evaluate(item, context)));
            default:
                var map = new ConfigMap(context.Origin);
                foreach (var (key, item) in ((Argument.Map)argument).Items)
                    map[key] = Evaluate(item, context);
                return map;
        }
    }
}
