using System.Text.Json;
using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Losses;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Algorithms.Tests.Iris;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Serialization;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.WorldModels.Distributions;

namespace Reverie.Algorithms.Tests.Dreamer;

/// <summary>Words that environments say, one a step: how they are seen, predicted, counted and read before playing.</summary>
public sealed class LanguageTokenTests : IDisposable
{
    private const int WordCount = 61;

    private static readonly string[] Speaking =
        ["env=babyai_words", "env.id=BabyAI-GoToLocalS5N2-v0", "env.num_envs=2", "algo.mlp_keys.encoder=[state,token]", "algo.total_steps=64", "buffer.memmap=false"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void View_OfAnEnvironmentThatSpeaks_KeepsWordsApartFromTheState()
    {
        var options = DreamerRun.Load(["exp=dreamer_v3_smoke", .. Speaking]).Options;
        using var environments = DreamerWorlds.Make(Worlds.CreateBuiltIn(), options, 1);
        Assert.Equal(["state", "token", "is_read_step"], environments.Layout.Observations.Select(spec => spec.Name));
        Assert.Equal(7 * 7 * 20 + 4, environments.Layout["state"].Length);
        environments.Reset(3);
        long[] said = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            long word = environments.Current["token"].As<long>()[0];
            environments.Step(new(environments.Layout.Action, 1));
            return word;
        })];
        var words = DreamerWorlds.WithWords(Worlds.CreateBuiltIn(), options, (_, speaker) => speaker.Words);
        Assert.Equal(WordCount, words.Count);
        Assert.Equal(["go", "to", "the"], said[..3].Select(word => words[(int)word]));
    }

    [Theory]
    [InlineData("rssm")]
    [InlineData("early")]
    [InlineData("token")]
    [InlineData("token", "algo.world_model.recurrent_model.cell=sequence", "algo.world_model.decoupled_rssm=null", "algo.mlp_keys.decoder=[state]",
        "algo.world_model.hf_model.config={model_type:gpt2,n_embd:16,n_layer:1,n_head:2,n_positions:64}", "algo.world_model.token.embedding=learned")]
    public void Run_WithWords_StoppedAndResumed_EndsAsIfNeverStopped(string kind, params string[] more)
    {
        string[] overrides = [.. Speaking, $"algo.world_model.rssm_type={kind}", "metric.log_every=16", .. more];
        using var whole = new DreamerRun(overrides);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        whole.AssertEqualsStopped(overrides, patience: 11, more: 13);
        double[] losses = Logged(whole, "Loss/token_loss");
        Assert.InRange(losses[0], 0.5 * Math.Log(WordCount), 1.5 * Math.Log(WordCount));
        // While the mission is read the agent does nothing.
        double[] steps = Logged(whole, "Params/agent_steps");
        Assert.InRange(steps[^1], 10, 60);
    }

    [Fact]
    public void Run_WithUnseenMissions_TestsBothAndStoppedAndResumedIsTheSame()
    {
        // In the midst of tests, too: they report each episode.
        string[] overrides =
        [
            "exp=dreamer_v3_unseen", "env.num_envs=2", "algo.total_steps=64", "algo.per_rank_batch_size=2", "algo.per_rank_sequence_length=8", "algo.horizon=3",
            "algo.learning_starts=32", "algo.dense_units=16", "algo.world_model.discrete_size=4", "algo.world_model.stochastic_size=4", "buffer.size=1000",
            "algo.world_model.recurrent_model.recurrent_state_size=16", "algo.world_model.transition_model.hidden_size=16",
            "algo.world_model.representation_model.hidden_size=16", "evaluation.every=32", "evaluation.episodes=2", "metric.log_every=32",
        ];
        using var whole = new DreamerRun(overrides);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        whole.AssertEqualsStopped(overrides, patience: 33, more: 5);
        Assert.All(["test/return", "test/success", "test_unseen/return", "test_unseen/success"], name => Assert.Equal(2, Logged(whole, name).Length));
        using var again = whole.Trainer(resume: true);
        Assert.True(again.Run());
        Assert.Equal(2, Logged(whole, "test/return").Length);
        // The run itself goes as one that is never tested.
        using var untested = new DreamerRun([.. overrides, "evaluation.every=0"]);
        using (var trainer = untested.Trainer())
            Assert.True(trainer.Run());
        Assert.Equal(untested.Saved()["agent.safetensors"], whole.Saved()["agent.safetensors"]);
    }

    [Fact]
    public void Run_TestedWhereOtherThingsAreSeen_IsRefused()
    {
        const string Other = "evaluation.elsewhere={other:{wrappers:[{name:view_size,with:{agent_view_size:5}},{name:one_hot_partial_obs},{name:mission_stream}]}}";
        using var run = new DreamerRun([.. Speaking, "exp=dreamer_v3_smoke", "evaluation.every=32", Other]);
        using var trainer = run.Trainer();
        Assert.Contains("evaluation.elsewhere.other shows and takes", Assert.Throws<ConfigException>(() => trainer.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_OfWords_AreTheirCrossEntropy()
    {
        using var scope = new TensorScope();
        var logits = Tensor.Randn([3, 2, 4]);
        var words = Tensor.From([0L, 1, 2, 3, 0, 1], 3, 2);
        var zeros = Tensor.Zeros([3, 2, 1]);
        using var bins = new SymlogTwoHot(5);
        var predicted = new WorldModelPrediction(
            new Dictionary<string, Tensor> { ["token"] = logits }, Tensor.Zeros([3, 2, 5]), bins, null, Tensor.Zeros([3, 2, 2, 2]), Tensor.Zeros([3, 2, 2, 2]));
        var losses = WorldModelLosses.Compute(predicted, new Dictionary<string, Tensor> { ["token"] = words }, zeros, zeros, new(TokenScale: 2));
        double expected = -2 * (logits.LogSoftmax(-1) * words.OneHot(4).Float()).Sum([-1]).Mean().Item();
        Assert.Equal(expected, losses.Token!.Item(), 1e-5);
        Assert.Equal(expected, losses.Observation.Item(), 1e-5);
    }

    [Fact]
    public void Text_ReadBeforePlaying_LowersPerplexityAndIsTakenOver()
    {
        string[] reading =
        [
            .. Speaking, "algo.world_model.optimizer.lr=0.01", "text.steps=60", "text.sequence_length=12", "text.batch_size=8", "text.sentences=120", "text.log_every=20",
            "checkpoint.every=1000",
        ];
        using var whole = new DreamerRun(reading);
        using (var trainer = Text(whole))
            Assert.True(trainer.Run());
        double[] perplexity = Logged(whole, "Text/perplexity");
        Assert.True(perplexity[0] < WordCount && perplexity[^1] < 0.75 * perplexity[0], string.Join(" ", perplexity));

        using var parts = new DreamerRun(reading);
        using (var stop = new StopAfter(25))
        using (var trainer = Text(parts, reporter: stop.Reporter))
            Assert.False(trainer.Run(stop.Stop));
        using (var trainer = Text(parts, resume: true))
            Assert.True(trainer.Run());
        var (expected, actual) = (whole.Saved(), parts.Saved());
        Assert.All(expected, entry => Assert.True(entry.Value.AsSpan().SequenceEqual(actual[entry.Key]), entry.Key));

        using var playing = new DreamerRun([.. Speaking, $"initialization.world_model={whole.Folder.Path}", "seed=7"]);
        using var scope = new TensorScope();
        using (var trainer = playing.Trainer())
        {
            var weights = StateDictFile.Load(whole.Folder.OpenCheckpoints(9).LoadNewest().Checkpoint!.PathOf("agent.safetensors"));
            Assert.All(
                trainer.Components.Model.StateDict(),
                entry => Assert.Equal(
                    entry.Name.StartsWith("world_model.", StringComparison.Ordinal) || IsConstant(entry.Tensor),
                    weights[entry.Name].ToBytes().AsSpan().SequenceEqual(entry.Tensor.ToBytes())));
            Assert.Equal(0, trainer.PolicyStep);
        }
        using var other = new DreamerRun([.. Speaking, $"initialization.world_model={whole.Folder.Path}", "algo.world_model.transition_model.hidden_size=8"]);
        Assert.Contains("with the same networks", Assert.Throws<ConfigException>(() => other.Trainer()).Message);

        static bool IsConstant(Tensor tensor) => tensor.Dim == 1 || tensor.Abs().Max().Item() == 0;
    }

    [Fact]
    public void Embeddings_OfALanguageModel_AreTheMeansOfItsWordsAndRest()
    {
        using var scope = new TensorScope();
        SpeakingModel.Save(_folder.Path);
        string[] overrides =
            [.. Speaking, "algo.world_model.token.embedding=language_model", $"algo.world_model.token.name={_folder.Path}", "algo.total_steps=40"];
        using var run = new DreamerRun(overrides);
        using var trainer = run.Trainer();
        var words = DreamerWorlds.WithWords(Worlds.CreateBuiltIn(), run.Options, (_, speaker) => speaker.Words);
        float[] expected = WordEmbeddings.Means(_folder.Path, ["door"]).ToArray<float>();
        trainer.Run();
        var table = trainer.Components.Model.StateDict().Single(entry => entry.Name.EndsWith("token_input.weight", StringComparison.Ordinal)).Tensor;
        Assert.Equal(expected, table.Select(0, words.Index().Single(entry => entry.Item == "door").Index).ToArray<float>());
        Assert.All(table.Select(0, 0).ToArray<float>(), number => Assert.Equal(0, number));
    }

    [Theory]
    [InlineData("needs words", "algo.world_model.rssm_type=token")]
    [InlineData("is for words", "algo.world_model.token.embedding=learned")]
    public void Options_WithoutWords_AreRefusedInASentence(string expected, string wrong)
    {
        using var run = new DreamerRun(wrong);
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => run.Trainer()).Message);
    }

    [Fact]
    public void Text_OfASilentEnvironment_IsRefusedInASentence()
    {
        using var run = new DreamerRun("text.steps=3");
        Assert.Contains("mission_stream", Assert.Throws<ConfigException>(() => Text(run)).Message);
    }

    private static ITrainer Text(DreamerRun run, bool resume = false, IProgressReporter? reporter = null) =>
        new TextTrainer(run.Options, new(run.Folder, Worlds.CreateBuiltIn(), TimeProvider.System, reporter ?? new SilentReporter(), resume));

    private static double[] Logged(DreamerRun run, string name) =>
    [
        .. File.ReadLines(Path.Combine(run.Folder.Logs, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty(name, out _)).Select(line => line.GetProperty(name).GetDouble()),
    ];
}
