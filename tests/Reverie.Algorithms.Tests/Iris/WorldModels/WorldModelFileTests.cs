using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.WorldModels.Backbones.Pretrained;
using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Algorithms.Tests.Iris.WorldModels;

/// <summary>Weights of every world model in files: what learned is written, what rests is only named, and both come back.</summary>
public sealed class WorldModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases => [.. WorldModelCase.Names];

    private string File => _folder.In("agent.safetensors");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_OfASavedAgent_GivesItsWorldModel(string name)
    {
        using var scope = new TensorScope();
        using var world = new WorldModelCase(name);
        TrainOnce(world);
        using var trained = Around(world.Model);
        Save(trained);
        bool rests = name.Contains("pretrained", StringComparison.Ordinal)
            && new[] { "frozen", "peft", "words" }.Any(word => name.Contains(word, StringComparison.Ordinal));
        Assert.Equal(!rests, AgentFile.IsWhole(File));
        using (var file = SafeTensorsFile.Open(File))
        {
            var written = file.Names.Where(entry => entry.StartsWith("world_model.", StringComparison.Ordinal)).ToList();
            Assert.Equal(rests ? Learning(world.Model) : world.Model.StateDict().Count(), written.Count);
        }

        using var other = Around(world.MakeAnother(weightsFollow: AgentFile.IsWhole(File)));
        other.Load(File, loadTokenizer: false, loadActorCritic: false);

        var expected = world.Model.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor.ToBytes());
        foreach (var (entry, tensor) in other.WorldModel.StateDict())
            Assert.True(expected[entry].AsSpan().SequenceEqual(tensor.ToBytes()), entry);
    }

    [Fact]
    public void Load_PretrainedWeightsThatChanged_SaysSo()
    {
        using var scope = new TensorScope();
        using var world = new WorldModelCase("gpt2 pretrained peft");
        using var agent = Around(world.Model);
        Save(agent);
        string weights = Path.Combine(world.PretrainedFolder, "model.safetensors");
        using (var file = SafeTensorsFile.Open(weights))
            SafeTensorsWriter.Write(weights, [.. file.Names.Select(entry => (entry, Zeros(file.Read(entry))))]);

        using var other = Around(world.MakeAnother());
        var error = Assert.Throws<TorchException>(() => other.Load(File));
        Assert.EndsWith(
            $"the weights of {world.PretrainedFolder}, which have changed since; put those of then in their place.", error.Message, StringComparison.Ordinal);

        static RawTensor Zeros(RawTensor tensor) => new(tensor.Type, tensor.Shape, new byte[tensor.Data.Length]);
    }

    [Fact]
    public void Load_IntoAModelThatBeganRandom_SaysWhoseWeightsWereBelow()
    {
        using var scope = new TensorScope();
        using WorldModelCase world = new("gpt2 pretrained peft"), random = new("gpt2");
        using var agent = Around(world.Model);
        Save(agent);
        using var other = Around(random.Model);
        var error = Assert.Throws<TorchException>(() => other.Load(File));
        Assert.Contains(
            $"on top of the pretrained weights of {world.PretrainedFolder}, and this world model began with random ones", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Save(Agent agent)
    {
        using var stream = System.IO.File.Create(File);
        AgentFile.Save(stream, agent);
    }

    private static int Learning(WorldModel model)
    {
        // Heads bring buffers, which are small and belong to no folder.
        int buffers = model.StateDict().Count(entry => entry.Name.EndsWith(".indices", StringComparison.Ordinal));
        return model.Parameters().Count(parameter => parameter.RequiresGrad) + buffers;
    }

    private static void TrainOnce(WorldModelCase world)
    {
        using var optimizer = WorldModelOptimizer.Create(world.Model, 0.01, 0.01);
        world.Model.Train();
        world.Model.ComputeLoss(world.Batch()).Total.Backward();
        optimizer.Step(10);
        world.Model.Eval();
    }

    private static Agent Around(WorldModel model)
    {
        var options = SmokeRun.Load().Options;
        using var generator = new Generator(3);
        return new(new Tokenizer(options.Tokenizer, generator), model, new ActorCritic(WorldModelCase.Actions, options.ActorCritic, generator));
    }
}
