using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Reads the spaces that a worker describes.</summary>
internal static class SpaceJson
{
    /// <summary>The codec of a space of observations.</summary>
    public static ObservationCodec Observations(JsonNode space) => Kind(space) switch
    {
        "Box" => Text(space, "type") switch
        {
            "uint8" => Box<byte>(space),
            "int32" => Box<int>(space),
            "int64" => Box<long>(space),
            "float32" => Box<float>(space),
            _ => Box<double>(space),
        },
        "Discrete" => new ChoiceCodec(Choice(space)),
        "MultiDiscrete" => new ArrayCodec<int>(Choices(space), Choices(space).Counts.Count),
        "Text" => new TextCodec(Words(space)),
        _ => new PartsCodec(
            [.. space["parts"]!.AsArray().Select(part => (Text(part!, "key"), Observations(part!["space"]!)))]),
    };

    /// <summary>The codec of a space of actions.</summary>
    public static ActionCodec Actions(JsonNode space) => Kind(space) switch
    {
        "Discrete" => new ChoiceWriter(Choice(space)),
        "MultiDiscrete" => new ArrayWriter<int>(Choices(space), Choices(space).Counts.Count),
        _ when Text(space, "type") == "float32" => new ArrayWriter<float>(BoxOf<float>(space), Length(space)),
        _ => new ArrayWriter<double>(BoxOf<double>(space), Length(space)),
    };

    private static string Kind(JsonNode space) => Text(space, "kind");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static Discrete Choice(JsonNode space) => new(space["n"]!.GetValue<int>());

    private static MultiDiscrete Choices(JsonNode space) => new([.. space["n"]!.AsArray().Select(count => count!.GetValue<int>())]);

    private static Text Words(JsonNode space)
    {
        string characters = Text(space, "characters");
        int min = space["min"]!.GetValue<int>(), max = space["max"]!.GetValue<int>();
        return characters.Length > 0 ? new(max, min, characters) : new(max, min);
    }

    private static int[] Shape(JsonNode space) => [.. space["shape"]!.AsArray().Select(size => size!.GetValue<int>())];

    private static int Length(JsonNode space) => Shape(space).Aggregate(1, (product, size) => checked(product * size));

    private static ArrayCodec<T> Box<T>(JsonNode space) where T : unmanaged, INumber<T> => new(BoxOf<T>(space), Shape(space));

    private static Box<T> BoxOf<T>(JsonNode space) where T : unmanaged, INumber<T>
    {
        T[] low = Bounds<T>(space["low"]!), high = Bounds<T>(space["high"]!);
        if (low.Length == 1)
            return new(low[0], high[0], Shape(space));
        NdArray<T> lowest = new(Shape(space)), highest = new(Shape(space));
        low.CopyTo(lowest.Data, 0);
        high.CopyTo(highest.Data, 0);
        return new(lowest, highest);
    }

    private static T[] Bounds<T>(JsonNode bounds) where T : unmanaged, INumber<T> => [.. bounds.AsArray().Select(bound =>
        T.Parse(bound!.GetValueKind() == JsonValueKind.String ? Infinity(bound.GetValue<string>()) : bound.ToJsonString(),
            NumberStyles.Float, CultureInfo.InvariantCulture))];

    private static string Infinity(string text) => text switch { "inf" => "Infinity", "-inf" => "-Infinity", _ => "NaN" };
}
