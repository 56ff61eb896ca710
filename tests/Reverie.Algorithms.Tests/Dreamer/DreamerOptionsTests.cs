using System.Globalization;
using System.Text.Json;
using Reverie.Algorithms.Dreamer;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>SheepRL's keys: what they resolve to, and what is refused.</summary>
public sealed class DreamerOptionsTests
{
    public static TheoryData<string> Experiments => [.. Directory.GetFiles(Path.Combine(Repository.Configs, "dreamer", "exp"))
        .Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [InlineData("XS")]
    [InlineData("S")]
    [InlineData("M")]
    [InlineData("L")]
    [InlineData("XL")]
    public void Options_OfASize_AreSheepRLs(string size)
    {
        var ours = DreamerRun.Load("exp=dreamer_v3", $"algo=dreamer_v3_{size}", "env=gym").Tree;
        var theirs = Leaves(Golden.Json("dreamer/static/algo.json").GetProperty(size), "algo").ToDictionary();
        // What SheepRL reads and ignores is not there; a name of a class may lie in another module.
        string[] ignored = ["algo.player.discrete_size", "algo.world_model.discount_model.learnable", "algo.actor.cls"];
        foreach (var (key, value) in theirs.Where(pair => !ignored.Contains(pair.Key)))
        {
            var node = Assert.IsType<ConfigScalar>(ours.Find(key), exactMatch: false);
            Assert.True(Same(node, value), $"{key} is {node.Text}, and SheepRL's is {value}");
        }
    }

    [Fact]
    public void Options_WithAnotherOptimizer_HaveItForThatPartOnly()
    {
        var algo = DreamerRun.Load("exp=dreamer_v3_small", "optim@algo.world_model.optimizer=sgd", "algo.world_model.optimizer.momentum=0.9").Options.Algo;
        Assert.Equal(("torch.optim.SGD", 0.9, 3e-4), (algo.WorldModel.Optimizer.Target, algo.WorldModel.Optimizer.Momentum, algo.WorldModel.Optimizer.Lr));
        Assert.Equal(("torch.optim.Adam", 1e-5), (algo.Actor.Optimizer.Target, algo.Actor.Optimizer.Eps));
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Experiment_Composes_AndIsDreamers(string name)
    {
        var (algorithm, config) = BuiltIn.CreateHost(Repository.Configs).Compose([$"exp={name}"]);
        Assert.IsType<DreamerAlgorithm>(algorithm);
        Assert.NotNull(((DreamerOptions)config.Options).Settings.Test);
    }

    [Fact]
    public void Options_OfTheIssue_WorkVerbatim()
    {
        var (algorithm, config) = BuiltIn.CreateHost(Repository.Configs).Compose(
            ["algo=dreamer_v3_S", "algo.replay_ratio=0.5", "algo.mlp_keys.encoder=[state]", "algo.learning_starts=64", "fabric.accelerator=cpu", "env.id=CartPole-v1"]);
        var options = Assert.IsType<DreamerOptions>(config.Options);
        Assert.IsType<DreamerAlgorithm>(algorithm);
        Assert.Equal((0.5, 64, "cpu", "CartPole-v1"), (options.Algo.ReplayRatio, options.Algo.LearningStarts, options.Settings.Device, options.Settings.Test!.Id));
        Assert.Equal(["state"], options.Algo.MlpKeys.Decoder);
    }

    [Fact]
    public void Options_OfLlmDreamer_WorkVerbatim()
    {
        var options = DreamerRun.Load(
            "exp=llm_dreamer_v3", "algo.total_steps=5_000_000", "algo.world_model.hf_model.seq_len=4", "algo.world_model.hf_model.peft=true",
            "algo.world_model.hf_model.from_pretrained=false", "algo.world_model.scheduler._target_=transformers.get_scheduler",
            "algo.world_model.scheduler.name=cosine", "algo.world_model.scheduler.num_warmup_steps=1000",
            "algo.world_model.scheduler.num_training_steps=125_000").Options;
        var world = options.Algo.WorldModel;
        Assert.Equal((5, 4, 2, -1, 42), (options.Seed, options.Env.NumEnvs, options.Env.ActionRepeat, options.Env.MaxEpisodeSteps, options.Env.Wrapper.Seed));
        Assert.Equal((768, 768, 768, 512, 2), (
            world.RecurrentModel.RecurrentStateSize, world.RecurrentModel.DenseUnits, world.TransitionModel.HiddenSize, options.Algo.DenseUnits,
            options.Algo.MlpLayers));
        Assert.Equal((4, 4, 1e-3, 500_000), (options.Algo.PerRankBatchSize, options.Algo.PerRankSequenceLength, world.Optimizer.Lr, options.Buffer.Size));
        Assert.Equal(("cartpole", "swingup_sparse"), (options.Env.Wrapper.DomainName, options.Env.Wrapper.TaskName));
        // Rises to the peak, falls to nothing at the last step, and stays there, where Transformers' rises again.
        var rate = world.Scheduler.Schedule(1);
        Assert.Equal([0.001, 1, 0.5, 0, 0], ((long[])[0, 999, 63_000, 125_000, 249_000]).Select(rate).Select(factor => Math.Round(factor, 6)));
    }

    [Theory]
    [InlineData("algo.player.discrete_size=32", "unknown key 'algo.player'")]
    [InlineData("algo.world_model.discount_model.learnable=false", "unknown key 'algo.world_model.discount_model.learnable'")]
    [InlineData("total_steps=1000", "unknown key 'total_steps'")]
    [InlineData("env.capture_video=true", "unknown key 'env.capture_video'")]
    [InlineData("fabric.devices=2", "fabric.devices")]
    [InlineData("fabric.precision=bf16-mixed", "32-true")]
    [InlineData("env.screen_size=48", "power of 2")]
    [InlineData("algo.mlp_keys.decoder=[other]", "only what is seen can be predicted")]
    [InlineData("algo.mlp_keys.encoder=[]", "Nothing is seen")]
    [InlineData("algo.mlp_keys.decoder=[]", "Nothing is predicted")]
    [InlineData("buffer.size=10", "algo.per_rank_sequence_length")]
    [InlineData("algo.dense_act=torch.nn.Wrong", "torch.nn.Wrong")]
    [InlineData("algo.mlp_layer_norm.cls=torch.nn.BatchNorm1d", "BatchNorm1d")]
    [InlineData("algo.actor.optimizer._target_=torch.optim.RMSprop", "torch.optim.SGD")]
    [InlineData("distribution.type=tanh", "one of auto")]
    [InlineData("env.wrapper.domain_name=cartpole", "go together")]
    [InlineData("algo.world_model.recurrent_model.cell=sequence", "names none")]
    [InlineData("algo.world_model.hf_model.peft=true", "which uses none")]
    [InlineData("algo.world_model.hf_model.from_pretrained=true", "needs weights")]
    [InlineData("algo.world_model.scheduler.num_warmup_steps=5", "constant_with_warmup")]
    [InlineData("algo.world_model.scheduler._target_=torch.optim.lr_scheduler.StepLR", "transformers.get_scheduler")]
    public void Options_ThatAreWrong_AreRefusedInASentence(string wrong, string expected)
    {
        var e = Assert.Throws<ConfigException>(() => DreamerRun.Load("exp=dreamer_v3_smoke", wrong));
        Assert.Contains(expected, e.Message);
    }

    [Theory]
    [InlineData("algo.mlp_keys.encoder=[state,speed]", "no vector of this environment")]
    [InlineData("algo.cnn_keys.encoder=[state]", "no picture of this environment")]
    [InlineData("distribution.type=scaled_normal", "does not fit")]
    public void Options_ThatDoNotFitTheEnvironment_AreRefusedInASentence(string wrong, string expected)
    {
        using var run = new DreamerRun(wrong);
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => run.Trainer()).Message);
    }

    private static bool Same(ConfigScalar ours, JsonElement theirs) => theirs.ValueKind switch
    {
        JsonValueKind.Number => Convert.ToDouble(ours.Value, CultureInfo.InvariantCulture) == theirs.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => Equals(ours.Value, theirs.GetBoolean()),
        JsonValueKind.Null => ours.IsNull,
        _ => ours.Text == theirs.GetString(),
    };

    private static IEnumerable<(string Key, JsonElement Value)> Leaves(JsonElement node, string path) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(entry => Leaves(entry.Value, $"{path}.{entry.Name}")),
        JsonValueKind.Array => [],
        _ => [(path, node)],
    };
}
