using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Export;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Tests.Iris.Export;

/// <summary>The exported policy acts as the agent does.</summary>
public sealed class IrisOnnxTests
{
    private const int Environments = 3;
    private const int Steps = 6;

    [Theory]
    [InlineData("patches", "tokenizer.encoder.patch_size=4")]
    [InlineData("attention", "tokenizer.encoder.patch_size=1", "tokenizer.encoder.ch_mult=[1,1,1,1,1]", "tokenizer.encoder.attn_resolutions=[8,16]")]
    [InlineData("original frames", "actor_critic.use_original_obs=True")]
    public void Graph_OverEpisodes_GivesTheAgentsProbabilities(string name, params string[] overrides)
    {
        using var scope = new TensorScope();
        var options = SmokeRun.Load(overrides).Options;
        using var worlds = PixelEnvironmentFactory.Make(options.Env.Test, "env.test", Environments, 5);
        using var components = Components(options, worlds.ActionCount, name);
        var sampler = new LogitsRecorder();
        var policy = new IrisPolicy(components.Agent.ActorCritic, components.Vision, sampler, Device.Cpu);
        using var session = OnnxRun.Open(IrisOnnx.Graph(components.Agent, "test", []));
        byte[] frames = new byte[Environments * worlds.ObservationShape.Size];
        long[] actions = new long[Environments];
        for (int episode = 0; episode < 2; episode++)
        {
            worlds.Reset(frames);
            policy.Reset(Environments, burnIn: null);
            Tensor zero = Tensor.Zeros([Environments, options.ActorCritic.LstmDim]), h = zero, c = zero;
            for (int step = 0; step < Steps; step++)
            {
                policy.Act(frames, sample: true, temperature: 1, actions);
                var outputs = Step(frames, h, c);
                OnnxRun.AssertClose(sampler.Logits.Softmax(-1), outputs["action_probabilities"]);
                OnnxRun.AssertClose(components.Agent.ActorCritic.Hidden, outputs["h_out"]);
                OnnxRun.AssertClose(components.Agent.ActorCritic.Cell, outputs["c_out"]);
                double forgetting = (Step(frames, zero, zero)["action_probabilities"] - outputs["action_probabilities"]).Abs().Max().Item();
                Assert.True(step == 0 || forgetting > 1e-3, "The memory plays no part.");
                (h, c) = (outputs["h_out"], outputs["c_out"]);
                worlds.Step([.. actions.Select((_, i) => (long)((step + i) % 3))], frames, new float[Environments], new bool[Environments]);
            }
        }

        Dictionary<string, Tensor> Step(byte[] seen, Tensor h, Tensor c) => OnnxRun.Run(
            session, ("image", Tensor.From(seen, Environments, 3, options.Env.Test.Size, options.Env.Test.Size)), ("h", h), ("c", c));
    }

    [Fact]
    public void Graph_Value_IsTheCritics()
    {
        using var scope = new TensorScope();
        using var components = Components(SmokeRun.Load("actor_critic.use_original_obs=True").Options, 7, "value");
        using var session = OnnxRun.Open(IrisOnnx.Graph(components.Agent, "test", []));
        var image = ((Formula.Input("image", 4, 3, 32, 32) + 1) * 127).To(ScalarType.UInt8);
        var zero = Tensor.Zeros([4, 16]);
        components.Agent.ActorCritic.Reset(4);
        var expected = components.Agent.ActorCritic.Forward(image.Float() / 255);
        OnnxRun.AssertClose(expected.Values.Flatten(), OnnxRun.Run(session, ("image", image), ("h", zero), ("c", zero))["value"]);
    }

    [Fact]
    public void Graph_OfARunInBfloat16_IsThatOfFloat32()
    {
        using var scope = new TensorScope();
        Assert.Equal(Bytes("common.precision=float32"), Bytes("common.precision=bfloat16"));

        static byte[] Bytes(string precision)
        {
            using var components = Components(SmokeRun.Load(precision).Options, 7, "precision");
            using var file = new MemoryStream();
            IrisOnnx.Graph(components.Agent, "test", []).Save(file);
            return file.ToArray();
        }
    }

    [Fact]
    public void Export_TrainedRun_PlaysInAGameAsItsAgentDoes()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var run = new SmokeRun("common.epochs=1");
        using (var trainer = run.Trainer())
            trainer.Run();
        var checkpoint = run.Folder.OpenCheckpoints(1).LoadNewest().Checkpoint!;
        string file = folder.In("policy.onnx");
        OnnxModelInfo info;
        using (var evaluator = new IrisEvaluator(run.Options, checkpoint, seed: 0))
        using (var stream = File.Create(file))
            info = evaluator.Export(stream);
        Assert.Equal(
            ["image uint8 [batch, 3, 32, 32]", "h float32 [batch, 16]", "c float32 [batch, 16]"], info.Inputs.Select(port => $"{port.Name} {port.Layout}"));
        Assert.Equal(
            ["action_probabilities float32 [batch, 7]", "value float32 [batch]", "h_out float32 [batch, 16]", "c_out float32 [batch, 16]"],
            info.Outputs.Select(port => $"{port.Name} {port.Layout}"));

        using var components = new IrisComponents(run.Options, 7, Device.Cpu);
        IrisCheckpoint.RestoreWeights(checkpoint, components);
        var sampler = new LogitsRecorder();
        var policy = new IrisPolicy(components.Agent.ActorCritic, components.Vision, sampler, Device.Cpu);
        using var game = new GamePolicy(file);
        using var worlds = PixelEnvironmentFactory.Make(run.Options.Env.Test, "env.test", 1, 7);
        byte[] frame = new byte[worlds.ObservationShape.Size];
        for (int episode = 0; episode < 2; episode++)
        {
            worlds.Reset(frame);
            policy.Reset(1, burnIn: null);
            game.Reset();
            for (int step = 0; step < Steps; step++)
            {
                policy.Act(frame, sample: true, temperature: 1, new long[1]);
                float[] probabilities = game.Step(frame);
                OnnxRun.AssertClose(sampler.Logits.Softmax(-1), Tensor.From(probabilities, 1, 7));
                worlds.Step([step % 3], frame, new float[1], new bool[1]);
            }
        }
    }

    [Fact]
    public void Export_TrainedRun_SaysWhatItIs()
    {
        using var components = Components(SmokeRun.Load().Options, 7, "metadata");
        using var session = OnnxRun.Open(IrisOnnx.Graph(components.Agent, "MiniGrid-Empty-5x5-v0", ["left", "right"]));
        var said = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(("iris", "MiniGrid-Empty-5x5-v0", "left, right"), (said["algorithm"], said["environment"], said["actions"]));
        Assert.Contains("[batch, channel, row, column]", said["image"], StringComparison.Ordinal);
        Assert.Contains("zeros at the start of an episode", said["memory"], StringComparison.Ordinal);
        Assert.Equal("Reverie", session.ModelMetadata.ProducerName);
    }

    [Fact]
    public void Guide_Example_IsTheOneThatIsTested()
    {
        string code = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Reverie.Algorithms.Tests", "Iris", "Export", "GamePolicy.cs"));
        string example = code[code.IndexOf("public sealed class", StringComparison.Ordinal)..];
        Assert.Contains(example, File.ReadAllText(Path.Combine(Repository.Root, "docs", "export.md")), StringComparison.Ordinal);
    }

    /// <summary>Networks whose every weight says something; an untrained actor's logits are all alike.</summary>
    private static IrisComponents Components(TrainerOptions options, int actions, string salt)
    {
        var components = new IrisComponents(options, actions, Device.Cpu);
        Formula.Fill(components.Agent, salt);
        return components;
    }
}
