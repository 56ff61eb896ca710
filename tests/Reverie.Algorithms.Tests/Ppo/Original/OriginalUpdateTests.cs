using System.Text.Json;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Algorithms.Ppo.Original;
using Reverie.Torch;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Tests.Ppo.Original;

public sealed class OriginalUpdateTests
{
    private const double Exact = 1e-9, Single = 1e-6;

    public static TheoryData<string> Cases => [.. All().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_RecordedEpisode_GivesBufferLossesAndParameters(string name)
    {
        using var scope = new TensorScope();
        var one = All().Single(found => found.GetProperty("name").GetString() == name);
        using var network = Network(one);
        var settings = one.GetProperty("settings");
        int slots = settings.GetProperty("steps").GetInt32();
        var buffer = Fill(one, network, slots);
        buffer.Finish(settings.Number("gamma"));
        var recorded = one.GetProperty("buffer");
        AssertWithin("returns", recorded.Doubles("returns"), buffer.Returns, Single);
        AssertWithin("advantages", recorded.Doubles("advantages"), buffer.Advantages, Single);

        using var optimizer = new Adam(network.Parameters(), settings.Number("lr"));
        var update = new PpoUpdate(Losses(settings), optimizer);
        uint stream = one.GetProperty("permutation_stream").GetUInt32();
        var seen = new List<MinibatchLosses>();
        update.Run(buffer.Targets(), buffer.Evaluate(network), epoch => Tensor.From(Hash.Permutation(slots, stream + (uint)epoch), slots), seen.Add);

        var minibatches = one.GetProperty("minibatches").EnumerateArray().SelectMany(epoch => epoch.EnumerateArray()).ToList();
        Assert.Equal(minibatches.Count, seen.Count);
        foreach (var (expected, actual) in minibatches.Zip(seen))
        {
            Assert.Equal(expected.Number("loss"), actual.Total, Exact);
            Assert.Equal(expected.Number("clip_objective"), -actual.Policy, Exact);
            Assert.Equal(expected.Number("value_loss_weighted"), actual.Value * settings.Number("value_loss_coef"), Exact);
            Assert.Equal(expected.Number("entropy_mean"), actual.Entropy, Exact);
        }
        AssertOutputs(one, network, "logits_after", "network_values_after");
        AssertParameters(one.GetProperty("after_all_epochs"), network);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_RecordedViews_GivesLogitsAndValues(string name)
    {
        using var scope = new TensorScope();
        var one = All().Single(found => found.GetProperty("name").GetString() == name);
        using var network = Network(one);
        AssertOutputs(one, network, "logits", "network_values");
    }

    private static IEnumerable<JsonElement> All() => Golden.Json("ppo/original_update.json").GetProperty("cases").EnumerateArray();

    private static OriginalNetwork Network(JsonElement one)
    {
        using var generator = new Generator(0);
        var network = new OriginalNetwork(7, generator);
        var laws = one.GetProperty("parameters").EnumerateObject().ToDictionary(law => law.Name, law => Hash.Parameter(law.Value));
        network.LoadStateDict(new Dictionary<string, Tensor>
        {
            ["first.table"] = Tensor.Cat([laws["critic.0.weight"], laws["actor.0.weight"]]).T.Contiguous(),
            ["first.bias"] = Tensor.Cat([laws["critic.0.bias"], laws["actor.0.bias"]]),
            ["critic.2.weight"] = laws["critic.2.weight"],
            ["critic.2.bias"] = laws["critic.2.bias"],
            ["critic.4.weight"] = laws["critic.4.weight"],
            ["critic.4.bias"] = laws["critic.4.bias"],
            ["actor.2.weight"] = laws["actor.2.weight"],
            ["actor.2.bias"] = laws["actor.2.bias"],
            ["actor.4.weight"] = laws["actor.4.weight"],
            ["actor.4.bias"] = laws["actor.4.bias"],
        });
        return network;
    }

    private static byte[][] Views(JsonElement one) =>
        [.. one.GetProperty("observations").EnumerateArray().Select(view => view.EnumerateArray().Select(symbol => symbol.GetByte()).ToArray())];

    private static OriginalBuffer Fill(JsonElement one, OriginalNetwork network, int slots)
    {
        var buffer = new OriginalBuffer(slots);
        byte[][] views = Views(one);
        long[] actions = one.Integers("actions");
        double[] rewards = one.GetProperty("buffer").Doubles("rewards");
        using var noGrad = new NoGrad();
        for (int t = 0; t < views.Length; t++)
        {
            var (logits, values) = network.Forward(Tensor.From(views[t], 1, views[t].Length));
            buffer.Keep(t, views[t], actions[t], logits.LogSoftmax(-1).Select(1, actions[t]).Item(), values.Item(), rewards[t]);
        }
        AssertWithin("values", one.GetProperty("buffer").Doubles("values"), buffer.Values, Single);
        AssertWithin("log-probabilities", one.GetProperty("buffer").Doubles("logprobs"), buffer.LogProbabilities, Single);
        return buffer;
    }

    private static LossOptions Losses(JsonElement settings) => new OriginalOptions
    {
        ClipEpsilon = settings.Number("clip_epsilon"),
        ValueLossCoef = settings.Number("value_loss_coef"),
        EntropyCoef = settings.Number("entropy_coef"),
        Epochs = settings.GetProperty("epochs").GetInt32(),
        NumMinibatches = settings.GetProperty("num_minibatches").GetInt32(),
    }.Losses;

    private static void AssertOutputs(JsonElement one, OriginalNetwork network, string logits, string values)
    {
        byte[][] views = [.. Views(one), new byte[OriginalNetwork.Symbols]];
        long padded = one.GetProperty(logits).GetArrayLength();
        var x = Tensor.From([.. views.Take((int)padded).SelectMany(view => view)], padded, OriginalNetwork.Symbols);
        using var noGrad = new NoGrad();
        var (l, v) = network.Forward(x);
        Close.Assert(logits, Tensor.From(one.Doubles(logits), padded, 7), l, Exact);
        Close.Assert(values, Tensor.From(one.Doubles(values), padded), v, Exact);
    }

    private static void AssertParameters(JsonElement recorded, OriginalNetwork network)
    {
        var state = network.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        var table = state["first.table"].Detach().T.Contiguous();
        foreach (var sums in recorded.EnumerateObject())
        {
            bool isCritic = sums.Name.StartsWith("critic", StringComparison.Ordinal);
            double[] values = (sums.Name.Split('.')[1..] switch
            {
                ["0", "weight"] => table.Narrow(0, isCritic ? 0 : OriginalNetwork.Width, OriginalNetwork.Width).Contiguous(),
                ["0", _] => state["first.bias"].Detach().Narrow(0, isCritic ? 0 : OriginalNetwork.Width, OriginalNetwork.Width).Contiguous(),
                _ => state[sums.Name].Detach(),
            }).ToArray<double>();
            Assert.Equal(sums.Value.Number("sum"), values.Sum(), 1e-8);
            Assert.Equal(sums.Value.Number("abs_sum"), values.Sum(Math.Abs), 1e-8);
            Assert.Equal(sums.Value.Number("weighted_sum"), values.Index().Sum(entry => entry.Item * ((entry.Index % 97) + 1)), 1e-7);
            foreach (var pair in sums.Value.GetProperty("at").EnumerateArray())
                Assert.Equal(pair[1].GetDouble(), values[pair[0].GetInt32()], Exact);
        }
    }

    private static void AssertWithin(string name, double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{name}[{i}] is {actual[i]}, recorded is {expected[i]}");
    }
}
