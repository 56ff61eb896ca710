using System.Text.Json;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Ppo;

/// <summary>Numbers by formula, as tests/golden/ppo/README.md has them.</summary>
internal static class Hash
{
    internal static uint Of(uint k, uint p)
    {
        uint h = (k * 2654435761u) + (p * 40503u) + 1;
        h = (h ^ (h >> 16)) * 2246822519u;
        h = (h ^ (h >> 13)) * 3266489917u;
        return h ^ (h >> 16);
    }

    /// <summary>In [-1, 1).</summary>
    internal static double Unit(uint k, uint p) => (Of(k, p) / 2147483648.0) - 1;

    internal static long[] Permutation(int count, uint stream)
    {
        long[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int k = (int)(Of((uint)i, stream) % (uint)(i + 1));
            (order[i], order[k]) = (order[k], order[i]);
        }
        return order;
    }

    /// <summary>A parameter in double precision: its shape, its stream and its scale.</summary>
    internal static Tensor Parameter(JsonElement law)
    {
        long[] shape = [.. law.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        double scale = law.GetProperty("scale").GetDouble();
        uint stream = law.GetProperty("stream").GetUInt32();
        double[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(k => scale * Unit((uint)k, stream))];
        return Tensor.From(values, shape);
    }

    internal static double[] Doubles(this JsonElement list) => list[0].ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().SelectMany(Doubles)]
        : [.. list.EnumerateArray().Select(number => number.GetDouble())];

    internal static double[] Doubles(this JsonElement parent, string name) => parent.GetProperty(name).Doubles();

    internal static long[] Integers(this JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(number => number.GetInt64())];

    internal static bool[] Flags(this JsonElement parent, string name) => [.. parent.Doubles(name).Select(number => number != 0)];

    internal static double Number(this JsonElement parent, string name) => parent.GetProperty(name).GetDouble();

    internal static double? NumberOrNull(this JsonElement parent, string name) =>
        parent.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
