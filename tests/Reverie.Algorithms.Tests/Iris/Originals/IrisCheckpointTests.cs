using System.Globalization;
using System.Text.Json;
using Reverie.Algorithms.Iris.Originals;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.Torch.Serialization;

namespace Reverie.Algorithms.Tests.Iris.Originals;

/// <summary>A checkpoint folder as the original wrote it.</summary>
public class IrisCheckpointTests
{
    private static readonly string Folder = Golden.PathOf("iris/checkpoint/checkpoints");

    private static readonly JsonElement Recorded = Golden.Json("iris/checkpoint/checkpoint.json");

    [Fact]
    public void Load_OriginalCheckpoint_GivesTheRecordedWeights()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture(fill: false);
        fixture.Agent.Load(IrisCheckpointFolder.Open(Folder).Weights);
        var rows = Recorded.GetProperty("last.pt [name, dtype, shape, sum, abs_sum]").EnumerateArray().ToArray();
        var state = fixture.Agent.StateDict().ToArray();
        Assert.Equal(rows.Select(row => row[0].GetString()), state.Select(entry => entry.Name));
        foreach (var (row, (name, tensor)) in rows.Zip(state))
        {
            Assert.Equal(row[2].EnumerateArray().Select(size => size.GetInt64()), tensor.Shape.ToArray());
            Close(name, row[3].GetDouble(), Sum(tensor), row[4].GetDouble());
            Close(name, row[4].GetDouble(), Sum(tensor.Detach().Abs()), row[4].GetDouble());
        }
        using var formula = new AgentFixture();
        foreach (var ((name, expected), (_, tensor)) in formula.Agent.StateDict().Zip(state))
            Assert.True(expected.ToBytes().AsSpan().SequenceEqual(tensor.ToBytes()), name);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Load_OneComponent_LeavesTheOthersAlone(bool tokenizer, bool worldModel, bool actorCritic)
    {
        using var scope = new TensorScope();
        using AgentFixture fixture = new(fill: false), formula = new();
        var before = fixture.Agent.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        fixture.Agent.Load(IrisCheckpointFolder.Open(Folder).Weights, tokenizer, worldModel, actorCritic);
        foreach (var ((name, expected), (_, tensor)) in formula.Agent.NamedParameters().Zip(fixture.Agent.NamedParameters()))
        {
            bool loaded = name.Split('.')[0] switch { "tokenizer" => tokenizer, "world_model" => worldModel, _ => actorCritic };
            Assert.True(tensor.ToBytes().AsSpan().SequenceEqual(loaded ? expected.ToBytes() : before[name]), name);
        }
    }

    [Fact]
    public void Load_ComponentOfAnotherSize_IsRefusedByName()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture("iris/default_size/default.json", fill: false);
        var error = Assert.Throws<TorchException>(() => fixture.Agent.Load(IrisCheckpointFolder.Open(Folder).Weights));
        Assert.Contains("encoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOptimizers_OriginalFile_RestoresEveryMoment()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture();
        var file = IrisCheckpointFolder.Open(Folder).OpenOptimizers();
        Adam tokenizer = new(fixture.Tokenizer.Parameters(), 1), actorCritic = new(fixture.Agent.ActorCritic.Parameters(), 1);
        var worldModel = WorldModelOptimizer.Create(fixture.Agent.WorldModel, 1, 1);
        file.LoadTokenizer(tokenizer);
        file.LoadWorldModel(worldModel);
        file.LoadActorCritic(actorCritic);
        Check("optimizer_tokenizer", tokenizer, fixture.Tokenizer.NamedParameters());
        Check("optimizer_world_model", worldModel, WorldModelOptimizer.Groups(fixture.Agent.WorldModel) is var (decayed, others) ? decayed.Concat(others) : []);
        Check("optimizer_actor_critic", actorCritic, fixture.Agent.ActorCritic.NamedParameters());
        tokenizer.Dispose();
        worldModel.Dispose();
        actorCritic.Dispose();
    }

    [Fact]
    public void LoadTokenizer_OptimizerOfAnotherComponent_IsRefused()
    {
        using var scope = new TensorScope();
        using var fixture = new AgentFixture();
        var file = IrisOptimizerFile.Open(Path.Combine(Folder, "optimizer.pt"));
        using var other = WorldModelOptimizer.Create(fixture.Agent.WorldModel, 1, 1);
        Assert.Contains("configuration of the checkpoint", Assert.Throws<TorchException>(() => file.LoadActorCritic(other)).Message, StringComparison.Ordinal);
        Assert.Contains("give the optimizer.pt", Assert.Throws<InvalidDataException>(() => IrisOptimizerFile.Open(Path.Combine(Folder, "last.pt"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OriginalFolder_CountsAndEpisodes()
    {
        using var scope = new TensorScope();
        var folder = IrisCheckpointFolder.Open(Path.GetDirectoryName(Folder)!);
        Assert.Equal(Recorded.GetProperty("epoch.pt").GetInt32(), folder.Epoch);
        Assert.Equal(Recorded.GetProperty("num_seen_episodes_test_dataset.pt").GetInt32(), folder.TestEpisodesSeen);
        Assert.Equal(
            Recorded.GetProperty("dataset").EnumerateObject().Select(entry => int.Parse(Path.GetFileNameWithoutExtension(entry.Name), CultureInfo.InvariantCulture)),
            folder.Episodes.Select(episode => episode.Id));
        foreach (var (id, path) in folder.Episodes)
        {
            var episode = StateDictFile.Load(path);
            foreach (var expected in Recorded.GetProperty("dataset").GetProperty($"{id}.pt").EnumerateObject())
            {
                Assert.Equal(expected.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), episode[expected.Name].Shape.ToArray());
                Assert.Equal(expected.Value.GetProperty("sum").GetDouble(), Sum(episode[expected.Name]), 1e-6);
            }
        }
    }

    [Fact]
    public void Open_FolderWithoutACheckpoint_SaysWhatToGive() =>
        Assert.Contains(
            "run folder", Assert.Throws<DirectoryNotFoundException>(() => IrisCheckpointFolder.Open(Golden.PathOf("iris"))).Message, StringComparison.Ordinal);

    private static void Check(string name, Adam optimizer, IEnumerable<(string Name, Tensor Tensor)> parameters)
    {
        var recorded = Recorded.GetProperty("optimizer.pt").GetProperty(name);
        Assert.Equal(recorded.GetProperty("index_to_name").EnumerateArray().Select(item => item.GetString()), parameters.Select(entry => entry.Name));
        var groups = recorded.GetProperty("param_groups").EnumerateArray().ToArray();
        Assert.Equal(groups.Select(group => group.GetProperty("lr").GetDouble()), optimizer.Groups.Select(group => group.LearningRate));
        Assert.Equal(groups.Select(group => group.GetProperty("weight_decay").GetDouble()), optimizer.Groups.Select(group => group.WeightDecay));
        var state = optimizer.StateDict();
        var rows = recorded.GetProperty("state [index, step, exp_avg_sum, exp_avg_abs_sum, exp_avg_sq_sum]").EnumerateArray().ToArray();
        Assert.Equal(3 * rows.Length, state.Count);
        foreach (var row in rows)
        {
            int index = row[0].GetInt32();
            Assert.Equal(row[1].GetDouble(), state[$"{index}.step"].Item());
            Close($"{name} {index}", row[2].GetDouble(), Sum(state[$"{index}.exp_avg"]), row[3].GetDouble());
            Close($"{name} {index}", row[4].GetDouble(), Sum(state[$"{index}.exp_avg_sq"]), row[4].GetDouble());
        }
    }

    private static void Close(string name, double expected, double actual, double scale) =>
        Assert.True(Math.Abs(expected - actual) <= (1e-7 * scale) + 1e-12, $"{name}: {actual:R}, recorded is {expected:R}");

    private static double Sum(Tensor tensor) => tensor.Detach().To(ScalarType.Float64).Sum().Item();
}
