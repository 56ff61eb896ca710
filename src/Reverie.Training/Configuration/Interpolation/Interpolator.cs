using System.Globalization;
using System.Text;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Configuration.Interpolation;

/// <summary>
/// Replaces <c>${a.b[0]}</c> (from the root), <c>${.a}</c>, <c>${..a}</c> (from the map or list that holds the value, its parent, ...) and
/// <c>${oc.env:NAME,default}</c> by what they refer to. What came from the environment remembers what was written.
/// </summary>
internal sealed class Interpolator(ConfigMap root)
{
    private const int MaxChain = 128;
    private const int MaxNodes = 200_000;
    private const int MaxLength = 1 << 20;
    private readonly HashSet<string> _inProgress = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>What was read from the environment.</summary>
    public Secrets Secrets { get; } = new();

    /// <summary>A copy of the tree without interpolations.</summary>
    /// <exception cref="ConfigException">A reference is malformed, leads nowhere or in a circle, or grows beyond all bounds.</exception>
    public ConfigMap Resolve() => (ConfigMap)Resolve(root, []);

    private ConfigNode Resolve(ConfigNode node, string[] path)
    {
        Spend(node.Origin);
        switch (node)
        {
            case ConfigMap map:
                var copy = new ConfigMap(map.Origin);
                foreach (var (key, child) in map)
                    copy[key] = Resolve(child, [.. path, key]);
                return copy;
            case ConfigList list:
                return new ConfigList(
                    list.Origin, list.Items.Select((item, index) => Resolve(item, [.. path, index.ToString(CultureInfo.InvariantCulture)])));
            default:
                return ResolveScalar((ConfigScalar)node, path);
        }
    }

    private ConfigNode ResolveScalar(ConfigScalar scalar, string[] path)
    {
        if (scalar.Value is not string || !scalar.Text!.Contains("${"))
            return scalar;
        string text = scalar.Text;
        Spend(scalar.Origin);
        Enter(Name(path), scalar.Origin, $"the interpolation '{text}' of '{Name(path)}' refers to itself.");
        var context = new Context(this, path, scalar.Origin);
        var result = Evaluate(TextParser.Parse(text, scalar.Origin), context) switch
        {
            // What was typed is what a mistake is to be blamed on, not the file that passes it on.
            ConfigScalar value => new ConfigScalar(value.Text, value.Value, value.Origin.IsOverride ? value.Origin : scalar.Origin)
            {
                Unresolved = value.Unresolved is null ? null : text,
            },
            { Unresolved: not null } node => Unresolved.Renamed(node, text),
            var node => node,
        };
        _inProgress.Remove(Name(path));
        return result;
    }

    /// <summary>The value of a text: of its only reference, or of its parts in a row.</summary>
    internal ConfigNode Evaluate(IReadOnlyList<Piece> pieces, Context context)
    {
        if (pieces is [var only and not Piece.Literal])
            return Evaluate(only, context);
        var (text, isSecret) = (new StringBuilder(), false);
        foreach (var piece in pieces)
        {
            var value = Evaluate(piece, context);
            if (value is not ConfigScalar { IsNull: false } scalar)
            {
                throw context.Error(value is ConfigScalar
                    ? $"'{piece.Source}' is null, so it cannot be part of a text"
                    : $"'{piece.Source}' is not a plain value, so it cannot be part of a text");
            }
            if (scalar.IsMissing && piece is not Piece.Literal)
                throw context.Error($"'{piece.Source}' has no value yet");
            text.Append(PythonText.Of(scalar.Value));
            isSecret |= value.Unresolved is not null;
            if (text.Length > MaxLength)
                throw context.Error($"with its references written out the text has more than {MaxLength} letters");
        }
        return new ConfigScalar(text.ToString(), text.ToString(), context.Origin) { Unresolved = isSecret ? "" : null };
    }

    private ConfigNode Evaluate(Piece piece, Context context) => piece switch
    {
        Piece.Literal literal => new ConfigScalar(literal.Text, (object)literal.Text, context.Origin),
        Piece.Reference reference => LookUp(reference, context),
        var call => Resolvers.Call((Piece.Call)call, context),
    };

    private ConfigNode LookUp(Piece.Reference reference, Context context)
    {
        string[] keys = [.. reference.Keys.Select(key => context.Text(key))];
        if (reference.Dots > context.Path.Length)
            throw context.Error($"'{reference.Source}' climbs above the root of the configuration");
        string[] target = reference.Dots == 0 ? keys : [.. context.Path[..^reference.Dots], .. keys];
        return Find(target, reference.Source, context) ?? throw Missing(reference, target, context);
    }

    /// <summary>The value at a path, or null where there is none. A reference may pass through another one, so each step is resolved on the way.</summary>
    internal ConfigNode? Find(string[] target, string source, Context context)
    {
        ConfigNode? node = root;
        bool isResolved = false;
        foreach (var (depth, key) in target.Index())
        {
            node = node switch
            {
                ConfigMap map => map[key],
                ConfigList list when ConfigPath.Index(key) is { } index => index < list.Items.Count ? list.Items[index] : null,
                ConfigList when int.TryParse(key, CultureInfo.InvariantCulture, out _) => null,
                ConfigList => throw context.Error($"'{source}' goes through a list, of which '{key}' is no item; they are numbered from 0"),
                _ => throw context.Error($"'{source}' asks for '{key}' of '{Name(target[..depth])}', which is no mapping"),
            };
            if (node is null)
                return null;
            if (node is ConfigScalar scalar && !isResolved)
            {
                node = ResolveScalar(scalar, target[..(depth + 1)]);
                isResolved = node is not ConfigScalar;
            }
        }
        if (node is null)
            return null;
        if (node is ConfigScalar value)
            return new ConfigScalar(PythonText.Of(value.Value), value.Value, value.Origin) { Unresolved = value.Unresolved };
        if (isResolved)
            return Unresolved.Repointed(node, target);
        Enter(Name(target) + ".*", context.Origin, $"the interpolation of '{Name(target)}' contains itself.");
        var resolved = Resolve(node, target);
        _inProgress.Remove(Name(target) + ".*");
        return Unresolved.Repointed(resolved, target);
    }

    private ConfigException Missing(Piece.Reference reference, string[] target, Context context)
    {
        string? nearest = NearestKey.Find(Name(target), root.LeafPaths());
        string hint = nearest is null ? "" : $"; the nearest known key is '{nearest}'";
        return context.Error($"'{reference.Source}' refers to '{Name(target)}', which does not exist{hint}");
    }

    private void Enter(string path, ConfigOrigin origin, string circle)
    {
        if (!_inProgress.Add(path))
            throw new ConfigException(origin, circle);
        if (_inProgress.Count > MaxChain)
            throw new ConfigException(origin, $"more than {MaxChain} references follow one another.");
    }

    private void Spend(ConfigOrigin origin)
    {
        if (++_nodes > MaxNodes)
            throw new ConfigException(origin, $"with its references written out the configuration has more than {MaxNodes} values.");
    }

    private static string Name(string[] path) => string.Join('.', path);
}
