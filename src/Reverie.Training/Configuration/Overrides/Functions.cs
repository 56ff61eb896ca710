using Reverie.Training.Configuration.Tree;
using Element = Reverie.Training.Configuration.Overrides.OverrideValue.Element;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>Hydra's functions: sweeps, their order, and casts.</summary>
internal static class Functions
{
    private const string Known = "choice, range, interval, glob, tag, sort, shuffle, int, float, bool and str";

    /// <summary>Where a function is called, for messages.</summary>
    public sealed record Place(string Call, ConfigOrigin Origin)
    {
        public ConfigException Error(string sentence) => new(Origin, $"'{Call}': {sentence}.");
    }

    /// <exception cref="ConfigException">There is no such function, or it cannot be called with these arguments.</exception>
    public static OverrideValue Call(string name, IReadOnlyList<(string? Name, OverrideValue Value)> arguments, Place place)
    {
        var given = new FunctionArguments(arguments, place);
        return name switch
        {
            "choice" => Choice(given, place),
            "range" => SweepRange.Create(given, place),
            "interval" => Interval(given),
            "glob" => Glob(given, place),
            "tag" => Tag(given, place),
            "sort" => Sort(given, place),
            "shuffle" => Shuffle(given, place),
            "int" or "float" or "bool" or "str" => Casts.Cast(name, given, place),
            _ => throw place.Error($"there is no function '{name}' (there are {Known}); if it is text, write it in quotes"),
        };
    }

    private static OverrideValue.Choice Choice(FunctionArguments given, Place place)
    {
        var items = given.Rest("choice", []);
        return items.Count > 0 ? new OverrideValue.Choice(given.Plain(items)) : throw place.Error("give at least one value");
    }

    private static OverrideValue.Interval Interval(FunctionArguments given)
    {
        given.Bind("interval", ["start", "end"], required: 2);
        return new OverrideValue.Interval();
    }

    private static OverrideValue.Glob Glob(FunctionArguments given, Place place)
    {
        var values = given.Bind("glob", ["include", "exclude"], required: 1);
        return new OverrideValue.Glob(Patterns(values[0]), Patterns(values[1]));

        IReadOnlyList<string> Patterns(OverrideValue? value) => value switch
        {
            null => [],
            Element { Node: ConfigList list } => [.. list.Items.Select(Pattern)],
            Element { Node: var node } => [Pattern(node)],
            _ => throw place.Error("patterns are texts"),
        };

        string Pattern(ConfigNode node) => (node as ConfigScalar)?.Text ?? throw place.Error("patterns are texts");
    }

    // Tags are for sweepers that search; here they say nothing.
    private static OverrideValue Tag(FunctionArguments given, Place place)
    {
        var values = given.Rest("tag", ["sweep"]);
        var sweep = given.Named("sweep") ?? values.LastOrDefault();
        var tags = given.Named("sweep") is null ? values.SkipLast(1) : values;
        return sweep is OverrideValue.Sweep && tags.All(tag => tag is Element { Node: ConfigScalar })
            ? sweep
            : throw place.Error("write tag(NAME,SWEEP) with a sweep such as choice(a,b) as its last argument");
    }

    private static OverrideValue Sort(FunctionArguments given, Place place)
    {
        bool isReversed = given.Named("reverse") switch
        {
            null => false,
            Element { Node: ConfigScalar { Value: bool flag } } => flag,
            _ => throw place.Error("reverse must be true or false"),
        };
        return Rearrange("sort", ["sweep", "list", "reverse"], given, place, items => SortOrder.Sort(items, isReversed, place));
    }

    // The same text gives the same order in every run, so that a sweep can be repeated.
    private static OverrideValue Shuffle(FunctionArguments given, Place place) =>
        Rearrange("shuffle", ["sweep", "list"], given, place, items => SortOrder.Shuffle(items, place.Call));

    private static OverrideValue Rearrange(
        string name, string[] names, FunctionArguments given, Place place, Func<IReadOnlyList<Element>, IReadOnlyList<Element>> order)
    {
        List<OverrideValue> values = [.. given.Rest(name, names)];
        values.AddRange(new[] { given.Named("sweep"), given.Named("list") }.OfType<OverrideValue>());
        switch (values)
        {
            case [OverrideValue.Sweep sweep]:
                return new OverrideValue.Choice(order(SweepRange.Items(sweep, place)));
            case [Element { Node: ConfigList list }]:
                var items = order([.. list.Items.Select(item => new Element(ValueText.Of(item), item))]);
                return ValueText.Element(new ConfigList(place.Origin, items.Select(item => item.Node)));
            case [var only]:
                return only;
            case []:
                throw place.Error("give values, a list or a sweep");
            default:
                return new OverrideValue.Choice(order(given.Plain(values)));
        }
    }
}
