using System.Globalization;
using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>Random numbers, hashes, noise and daylight, bit for bit.</summary>
public sealed class CrafterPrimitivesTests
{
    private static readonly JsonNode Recorded = CrafterGolden.Read("primitives");

    [Fact]
    public void WorldSeed_RecordedPairs_IsCPythons()
    {
        foreach (var row in Recorded["tuple_hash"]!.AsArray())
        {
            ulong seed = row![0]!.GetValue<ulong>(), episode = row[1]!.GetValue<ulong>();
            Assert.Equal(row[2]!.GetValue<long>(), PythonHash.OfPair(seed, episode));
            Assert.Equal(row[3]!.GetValue<uint>(), PythonHash.WorldSeed(seed, episode));
        }
    }

    [Fact]
    public void Draws_RecordedCalls_AreNumPys()
    {
        foreach (var record in Recorded["mt19937"]!.AsArray())
        {
            var random = new Mt19937(0);
            random.Seed(record!["seed"]!.GetValue<uint>());
            foreach (var call in record["calls"]!.AsArray())
            {
                string[] words = call![0]!.GetValue<string>().Split(' ');
                double[] drawn = words switch
                {
                    ["u32"] => [random.NextUInt32()],
                    ["randint", string count] => [random.Integer(int.Parse(count, CultureInfo.InvariantCulture))],
                    ["uniform"] => [random.NextDouble()],
                    _ => [.. Enumerable.Range(0, 4).Select(_ => random.Uniform(32, 127))],
                };
                Assert.Equal(call[1] is JsonArray many ? many.Select(number => number!.GetValue<double>()) : [call[1]!.GetValue<double>()], drawn);
            }
        }
    }

    [Theory]
    [InlineData(0, 2 * 63 * 49)]
    [InlineData(1, 623)]
    [InlineData(623, 1)]
    [InlineData(7, 624)]
    [InlineData(5, 1247)]
    public void Skip_OfWords_LeadsWhereDrawingLeads(int before, int words)
    {
        Mt19937 one = new(0), other = new(0);
        one.Seed(5);
        for (int i = 0; i < before; i++)
            one.NextUInt32();
        other.CopyFrom(one);
        one.Skip(words);
        for (int i = 0; i < words; i++)
            other.NextUInt32();
        Assert.Equal(other.Peek(), one.Peek());
        Assert.Equal(other.NextDouble(), one.NextDouble());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    public void Fill_ManyDoubles_IsManyDraws(int before)
    {
        Mt19937 one = new(0), other = new(0);
        one.Seed(6);
        one.Skip(before);
        other.CopyFrom(one);
        double[] filled = new double[1500];
        one.Fill(filled, 32, 127);
        Assert.Equal(Enumerable.Range(0, filled.Length).Select(_ => other.Uniform(32, 127)), filled);
        Assert.Equal(other.NextUInt32(), one.NextUInt32());
    }

    [Fact]
    public void Noise_RecordedPoints_IsTheOriginals()
    {
        var noise = new SimplexNoise();
        foreach (var row in Recorded["opensimplex_noise3d"]!.AsArray())
        {
            noise.Seed(row![0]!.GetValue<long>());
            double[] numbers = [.. row.AsArray().Skip(1).Select(number => number!.GetValue<double>())];
            Assert.Equal(numbers[3], noise.At(numbers[0], numbers[1], numbers[2]));
        }
    }

    [Fact]
    public void DaylightAt_RecordedSteps_IsTheOriginals()
    {
        foreach (var row in Recorded["daylight"]!.AsArray())
            Assert.Equal(row![1]!.GetValue<double>(), CrafterGame.DaylightAt(row[0]!.GetValue<int>()));
    }
}
