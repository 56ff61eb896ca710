using System.Globalization;

namespace Reverie.Algorithms.Tests.Iris;

public sealed class FormulaTests
{
    [Fact]
    public void Values_RecordedCases_AreReproduced()
    {
        foreach (var item in Golden.Json("iris/formula/formula.json").GetProperty("cases").EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            string key = $"{item.GetProperty("salt").GetString()}:{name}";
            long[] shape = [.. item.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            Assert.Equal(ulong.Parse(item.GetProperty("seed_hex").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture), Formula.Seed(key));
            var (offset, scale) = Formula.Law(name, shape);
            Assert.Equal(item.GetProperty("offset").GetDouble(), offset, 1e-8);
            Assert.Equal(item.GetProperty("scale").GetDouble(), scale, 1e-8);
            float[] values = Formula.Values(key, shape.Aggregate(1L, (product, size) => product * size), offset, scale);
            int i = 0;
            foreach (var first in item.GetProperty("first").EnumerateArray())
                Assert.Equal(first.GetSingle(), values[i++], 1e-7f);
            Assert.Equal(item.GetProperty("sum_double").GetDouble(), values.Sum(value => (double)value), 1e-4);
        }
    }
}
