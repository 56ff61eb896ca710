using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Export;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Onnx;
using Reverie.Training.Data;
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
    [InlineData("tokens of pictures", "actor_critic.sees=tokens")]
    [InlineData("symbols", "exp=iris_symbols")]
    public void Graph_OverEpisodes_GivesTheAgentsProbabilities(string name, params string[] overrides)
    {
        using var scope = new TensorScope();
        var options = (overrides[0].StartsWith("exp=", StringComparison.Ordinal) ? SmokeRun.LoadOf(overrides[0][4..]) : SmokeRun.Load(overrides)).Options;
        using var worlds = PixelWorlds.Make(Worlds.CreateBuiltIn(), options.Env.Test, "env.test", Environments);
        using var components = Components(options, worlds.Layout, name);
        var sampler = new LogitsRecorder();
        var policy = new IrisPolicy(components.Agent.ActorCritic, components.Frames, sampler, Device.Cpu);
        using var session = OnnxRun.Open(IrisOnnx.Graph(components.Agent, "test", []));
        var actions = new ActionBatch(worlds.Layout.Action, Environments);
        for (int episode = 0; episode < 2; episode++)
        {
            worlds.Reset(5 + (ulong)episode);
            policy.Begin(Environments);
            Tensor zero = Tensor.Zeros([Environments, options.ActorCritic.LstmDim]), h = zero, c = zero;
            for (int step = 0; step < Steps; step++)
            {
                policy.Act(worlds.Current, new ActingOptions(), actions);
                byte[] frames = worlds.Current["image"].Bytes;
                var outputs = Step(frames, h, c);
                OnnxRun.AssertClose(sampler.Logits.Softmax(-1), outputs["action_probabilities"]);
                OnnxRun.AssertClose(components.Agent.ActorCritic.Hidden, outputs["h_out"]);
                OnnxRun.AssertClose(components.Agent.ActorCritic.Cell, outputs["c_out"]);
                double forgetting = (Step(frames, zero, zero)["action_probabilities"] - outputs["action_probabilities"]).Abs().Max().Item();
                Assert.True(step == 0 || forgetting > 1e-3, "The memory plays no part.");
                (h, c) = (outputs["h_out"], outputs["c_out"]);
                for (int i = 0; i < Environments; i++)
                    actions.Integers[i] = (step + i) % 3;
                worlds.Step(actions);
            }
        }

        Dictionary<string, Tensor> Step(byte[] seen, Tensor h, Tensor c) => OnnxRun.Run(
            session, ("image", Tensor.From(seen, [Environments, .. worlds.Layout["image"].Shape.Select(size => (long)size)])), ("h", h), ("c", c));
    }

    [Fact]
    public void Graph_Value_IsTheCritics()
    {
        using var scope = new TensorScope();
        using var components = Components(SmokeRun.Load("actor_critic.use_original_obs=True").Options, SmokeRun.Layout(7), "value");
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
            using var components = Components(SmokeRun.Load(precision).Options, SmokeRun.Layout(7), "precision");
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
        using (var player = new IrisPlayer(run.Options, checkpoint, new(Worlds.CreateBuiltIn(), 0)))
        using (var stream = File.Create(file))
            info = player.Export(stream);
        Assert.Equal(
            ["image uint8 [batch, 3, 32, 32]", "h float32 [batch, 16]", "c float32 [batch, 16]"], info.Inputs.Select(port => $"{port.Name} {port.Layout}"));
        Assert.Equal(
            ["action_probabilities float32 [batch, 7]", "value float32 [batch]", "h_out float32 [batch, 16]", "c_out float32 [batch, 16]"],
            info.Outputs.Select(port => $"{port.Name} {port.Layout}"));

        using var components = new IrisComponents(run.Options, SmokeRun.Layout(7), Device.Cpu);
        IrisCheckpoint.RestoreActor(checkpoint, components);
        var sampler = new LogitsRecorder();
        var policy = new IrisPolicy(components.Agent.ActorCritic, components.Frames, sampler, Device.Cpu);
        using var game = new GamePolicy(file);
        using var worlds = PixelWorlds.Make(Worlds.CreateBuiltIn(), run.Options.Env.Test, "env.test", 1);
        var actions = new ActionBatch(worlds.Layout.Action, 1);
        for (int episode = 0; episode < 2; episode++)
        {
            worlds.Reset(7 + (ulong)episode);
            policy.Begin(1);
            game.Reset();
            for (int step = 0; step < Steps; step++)
            {
                policy.Act(worlds.Current, new ActingOptions(), actions);
                float[] probabilities = game.Step(worlds.Current["image"].Row(0).ToArray());
                OnnxRun.AssertClose(sampler.Logits.Softmax(-1), Tensor.From(probabilities, 1, 7));
                actions.Integers[0] = step % 3;
                worlds.Step(actions);
            }
        }
    }

    [Fact]
    public void Export_TrainedRun_SaysWhatItIs()
    {
        using var components = Components(SmokeRun.Load().Options, SmokeRun.Layout(7), "metadata");
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
    private static IrisComponents Components(IrisOptions options, StepLayout layout, string salt)
    {
        var components = new IrisComponents(options, layout, Device.Cpu);
        Formula.Fill(components.Agent, salt);
        return components;
    }
}
