using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Tests.Seeding;

/// <summary>The random numbers of NumPy, draw for draw.</summary>
public sealed class GoldenRandomTests
{
    private static readonly JsonNode[] Seeds = [.. Golden.Lines("rng.jsonl.gz").Select(line => JsonNode.Parse(line)!).Where(node => node["seed"] is not null)];

    [Fact]
    public void SeedSequence_GoldenSeeds_GivesPoolAndState()
    {
        foreach (var golden in Seeds)
        {
            var sequence = new SeedSequence(Seed(golden));
            Assert.Equal(golden["pool"]!.AsArray().Select(word => word!.GetValue<uint>()), sequence.Pool.ToArray());
            ulong[] state = new ulong[4];
            sequence.GenerateState(state);
            Assert.Equal(Texts(golden["generate_state_u64_4"]!), state.Select(word => word.ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void NextUInt64_GoldenSeeds_GivesRawStream()
    {
        foreach (var golden in Seeds)
        {
            var random = Fresh(golden);
            Assert.Equal(golden["pcg64_state"]!.GetValue<string>(), random.State.State.ToString("x32", CultureInfo.InvariantCulture));
            Assert.Equal(golden["pcg64_inc"]!.GetValue<string>(), random.State.Increment.ToString("x32", CultureInfo.InvariantCulture));
            Assert.Equal(Texts(golden["raw64_32"]!), Enumerable.Range(0, 32).Select(_ => random.NextUInt64().ToString(CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void NextDouble_GoldenSeeds_GivesSameBits()
    {
        foreach (var golden in Seeds)
        {
            var random = Fresh(golden);
            AssertBits(golden["random_16"]!, random.NextDouble);
            random = Fresh(golden);
            AssertBits(golden["uniform_m2_5_8"]!, () => random.Uniform(-2, 5));
        }
    }

    [Fact]
    public void Integers_GoldenSeeds_GivesValuesAndState()
    {
        foreach (var golden in Seeds)
        {
            foreach (var entry in golden["integers"]!.AsArray())
            {
                var random = Fresh(golden);
                var low = BigInteger.Parse(entry!["low"]!.GetValue<string>(), CultureInfo.InvariantCulture);
                var high = BigInteger.Parse(entry["high"]!.GetValue<string>(), CultureInfo.InvariantCulture);
                if (high > long.MaxValue)
                    continue; // one past the largest long cannot be asked for here
                Assert.Equal(Texts(entry["values"]!), Enumerable.Range(0, 24)
                    .Select(_ => random.Integers((long)low, (long)high).ToString(CultureInfo.InvariantCulture)));
                AssertState(entry["rng"]!, random);
                if (low >= int.MinValue && high <= int.MaxValue)
                {
                    random = Fresh(golden);
                    Assert.Equal(Texts(entry["values"]!), Enumerable.Range(0, 24)
                        .Select(_ => random.Integers((int)low, (int)high).ToString(CultureInfo.InvariantCulture)));
                }
            }
        }
    }

    [Fact]
    public void Shuffle_GoldenSeeds_GivesOrderAndState()
    {
        foreach (var golden in Seeds)
        {
            foreach (var entry in golden["permutation"]!.AsArray())
            {
                var random = Fresh(golden);
                foreach (var order in entry!["runs"]!.AsArray())
                    Assert.Equal(order!.AsArray().Select(value => value!.GetValue<int>()), random.Permutation(entry["n"]!.GetValue<int>()));
                AssertState(entry["rng"]!, random);
            }
        }
    }

    [Fact]
    public void Choice_GoldenWeights_GivesIndicesAndState()
    {
        foreach (var golden in Seeds)
        {
            foreach (var entry in golden["choice_p"]!.AsArray())
            {
                var random = Fresh(golden);
                double[] weights = [.. entry!["weights"]!.AsArray().Select(value => value!.GetValue<double>())];
                double[] probabilities = [.. weights.Select(weight => weight / weights.Sum())];
                Assert.Equal(
                    entry["values"]!.AsArray().Select(value => value!.GetValue<int>()), Enumerable.Range(0, 24).Select(_ => random.Choice(probabilities)));
                AssertState(entry["rng"]!, random);
            }
        }
    }

    [Fact]
    public void State_SetBack_RepeatsTheDraws()
    {
        var random = new Pcg64(7);
        random.NextUInt32();
        var state = random.State;
        var first = (random.NextUInt32(), random.NextUInt64(), random.Integers(0, 10));
        random.State = state;
        Assert.Equal(first, (random.NextUInt32(), random.NextUInt64(), random.Integers(0, 10)));
    }

    [Fact]
    public void Integers_EmptyRange_SaysSo() =>
        Assert.Contains("empty range [3, 3)", Assert.Throws<ArgumentOutOfRangeException>(() => new Pcg64(0).Integers(3, 3)).Message, StringComparison.Ordinal);

    private static BigInteger Seed(JsonNode golden) => BigInteger.Parse(golden["seed"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static Pcg64 Fresh(JsonNode golden) => new(new SeedSequence(Seed(golden)));

    private static IEnumerable<string> Texts(JsonNode array) => array.AsArray().Select(value => value!.GetValue<string>());

    private static void AssertBits(JsonNode pairs, Func<double> draw)
    {
        foreach (var pair in pairs.AsArray())
            Assert.Equal(pair![1]!.GetValue<string>(), BitConverter.DoubleToInt64Bits(draw()).ToString("x16", CultureInfo.InvariantCulture));
    }

    private static void AssertState(JsonNode golden, Pcg64 random)
    {
        var state = random.State;
        Assert.Equal(golden[0]!.GetValue<string>(), state.State.ToString("x32", CultureInfo.InvariantCulture));
        Assert.Equal(golden[1]!.GetValue<int>() == 1, state.HasHalf);
        Assert.Equal(golden[2]!.GetValue<uint>(), state.Half);
    }
}
