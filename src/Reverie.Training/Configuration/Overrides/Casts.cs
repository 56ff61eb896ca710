using System.Numerics;
using Reverie.Training.Configuration.Tree;
using Element = Reverie.Training.Configuration.Overrides.OverrideValue.Element;

namespace Reverie.Training.Configuration.Overrides;

/// <summary>Hydra's casts <c>int(...)</c>, <c>float(...)</c>, <c>bool(...)</c> and <c>str(...)</c>, which reach into lists, mappings and sweeps.</summary>
internal static class Casts
{
    public static OverrideValue Cast(string type, FunctionArguments given, Functions.Place place)
    {
        var values = given.Rest(type, ["value"]);
        if (given.Named("value") is { } named)
            values = [.. values, named];
        return values switch
        {
            [] => throw place.Error("give a value"),
            [Element element] => ValueText.Element(Cast(type, element.Node, place)),
            [OverrideValue.Choice choice] => new OverrideValue.Choice(
                [.. choice.Items.Select(item => ValueText.Element(Cast(type, item.Node, place)))]),
            [OverrideValue.Range range] when type is "int" or "float" =>
                new OverrideValue.Range(Number(range.Start), Number(range.Stop), Number(range.Step)),
            [OverrideValue.Interval interval] when type is "int" or "float" => interval,
            [_] => throw place.Error($"this sweep cannot be cast to {type}"),
            _ => new OverrideValue.Choice([.. given.Plain(values).Select(item => ValueText.Element(Cast(type, item.Node, place)))]),
        };

        object Number(object number) => Cast(type, new ConfigScalar(PythonText.Of(number), number, place.Origin), place) is ConfigScalar cast
            ? cast.Value!
            : number;
    }

    private static ConfigNode Cast(string type, ConfigNode node, Functions.Place place)
    {
        switch (node)
        {
            case ConfigList list:
                return new ConfigList(list.Origin, list.Items.Select(item => Cast(type, item, place)));
            case ConfigMap map:
                var copy = new ConfigMap(map.Origin);
                foreach (var (key, item) in map)
                    copy[key] = Cast(type, item, place);
                return copy;
            default:
                object value = Cast(type, ((ConfigScalar)node).Value) ?? throw place.Error($"{node.Describe()} cannot be cast to {type}");
                return new ConfigScalar(PythonText.Of(value), value, node.Origin);
        }
    }

    private static object? Cast(string type, object? value) => (type, value) switch
    {
        ("str", null) => "null",
        ("str", bool flag) => flag ? "true" : "false",
        ("str", _) => PythonText.Of(value),
        ("int", string text) => PythonNumber.ParseWhole(text) is { } whole ? PythonNumber.Shrink(whole) : null,
        ("int", bool flag) => flag ? 1L : 0L,
        ("int", double real) => double.IsFinite(real) ? PythonNumber.Shrink(new BigInteger(Math.Truncate(real))) : null,
        ("float", string text) => PythonNumber.ParseReal(text),
        ("float", bool flag) => flag ? 1.0 : 0.0,
        ("float", long whole) => (double)whole,
        ("float", BigInteger whole) => (double)whole,
        ("bool", string text) => text.ToLowerInvariant() switch
        {
            "true" => true,
            "false" => false,
            _ => null,
        },
        ("bool", long whole) => whole != 0,
        ("bool", BigInteger) => true,
        ("bool", double real) => real != 0,
        _ => value,
    };
}
