using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reverie.Algorithms.Pretraining;
using Reverie.Algorithms.Pretraining.Options;
using Reverie.Language;
using Reverie.Language.Models.Llama;
using Reverie.Language.Tokenization;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests.Pretraining;

public sealed class PretrainTrainerTests : IDisposable
{
    private readonly PretrainFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_TinyText_TheLossFalls(bool bf16)
    {
        using var trainer =
            Trainer(_fixture.LoadTiny($"training.bf16={bf16}", "training.steps=60", "training.learning_rate=0.01", "training.grad_acc_steps=2"), out var run);

        Assert.True(trainer.Run());

        var losses = Metric(run, "train/loss");
        Assert.True(losses[^1] < 1.5 && losses[0] > 2 * losses[^1], $"The loss went from {losses[0]} to {losses[^1]}.");
        Assert.True(trainer.ValidationLoss < 1.8, $"The validation loss is {trainer.ValidationLoss}.");
        Assert.Equal(Math.Exp(trainer.ValidationLoss), Metric(run, "validation/perplexity")[^1], 6);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsWithTheSameBits()
    {
        var config = _fixture.LoadTiny();
        using var straight = Trainer(config, out _);
        Assert.True(straight.Run());

        using var stop = new GracefulStop(_ => { });
        var reporter = new PretrainFixture.AtStep(3, () => stop.OnSignal(new PosixSignalContext(PosixSignal.SIGINT)));
        var run = _fixture.Run(config);
        using (var interrupted = new PretrainTrainer(config.Options, new(run, Worlds.CreateBuiltIn(), TimeProvider.System, reporter, Resume: false)))
        {
            Assert.False(interrupted.Run(stop));
            Assert.True(interrupted.Step < 6);
        }
        // The text may change meanwhile: the run keeps its own tokens. So may nothing in the saved configuration.
        File.WriteAllText(_fixture.TextFile, "something else");
        var saved = ConfigLoader.LoadFile<PretrainOptions>(run.ConfigFile, []).Options;
        using var resumed = new PretrainTrainer(saved, new(run, Worlds.CreateBuiltIn(), TimeProvider.System, new SilentReporter(), Resume: true));
        Assert.True(resumed.Run());

        Assert.Equal(straight.ValidationLoss, resumed.ValidationLoss);
        foreach (var ((name, expected), (_, actual)) in straight.Model.NamedParameters().Zip(resumed.Model.NamedParameters()))
            Assert.True(expected.ToBytes().AsSpan().SequenceEqual(actual.ToBytes()), $"{name} differs.");
    }

    [Theory]
    [InlineData("gpt2-mini")]
    [InlineData("llama-mini")]
    [InlineData("neox-mini")]
    [InlineData("mamba-mini")]
    [InlineData("rwkv-mini")]
    public void Export_AnyFamily_LoadsBackWithTheSameLogits(string model)
    {
        var config = _fixture.Load(
            $"model={model}", "training.steps=1", "training.warmup_steps=0", "samples.count=1", $"output.name='{_fixture.In("exported")}'");
        using var trainer = Trainer(config, out _);
        trainer.Run();
        string folder = trainer.Export();

        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var loaded = HuggingFace.Load(folder);
        trainer.Model.Eval();
        var tokens = Tensor.From([1L, 2, 3, 4, 5, 6], 1, 6);
        Assert.Equal(trainer.Model.Forward(tokens).Logits.ToBytes(), loaded.Forward(tokens).Logits.ToBytes());
        Assert.Equal(trainer.Data.Tokenizer.Encode("the cat sat"), BpeTokenizer.Load(folder).Encode("the cat sat"));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        Assert.Equal(trainer.Data.EndOfText, json.RootElement.GetProperty("eos_token_id").GetInt32());
        Assert.Equal(300, json.RootElement.GetProperty("vocab_size").GetInt32());
    }

    [Fact]
    public void Run_FromWeights_GoesOnWithThemAndTheirTokenizer()
    {
        string folder = _fixture.In("first");
        using (var first = Trainer(_fixture.LoadTiny("training.steps=30", "training.learning_rate=0.01", $"output.name='{folder}'"), out _))
        {
            first.Run();
            first.Export();
        }
        using var second = Trainer(_fixture.Load(
            "model=pretrained", $"model.from='{folder}'", "training.steps=1", "training.warmup_steps=0", "training.learning_rate=0.0001"), out var run);
        Assert.True(second.Run());

        Assert.True(Metric(run, "train/loss")[0] < 3, "The loss begins where the first run ended.");
        Assert.Equal(BpeTokenizer.Load(folder).Encode("the cat"), second.Data.Tokenizer.Encode("the cat"));
        Assert.Equal(0, second.Data.EndOfText);
    }

    [Fact]
    public void Run_ManySteps_LeavesNoTensors()
    {
        var config = _fixture.LoadTiny("training.steps=40", "validation.every=10");
        long early = 0;
        var reporter = new PretrainFixture.AtStep(10, () => early = Tensor.LiveCount);
        using var trainer = new PretrainTrainer(config.Options, new(_fixture.Run(config), Worlds.CreateBuiltIn(), TimeProvider.System, reporter, Resume: false));
        trainer.Run();

        Assert.InRange(Tensor.LiveCount, 0, early); // fewer: garbage of other tests has gone meanwhile
    }

    [Fact]
    public void Export_FolderWithSomethingElse_LeavesItAlone()
    {
        _fixture.Write("precious/thesis.txt", "years of work");
        using var trainer = Trainer(_fixture.LoadTiny($"output.name='{_fixture.In("precious")}'"), out _);

        Assert.Contains("no model", Assert.Throws<IOException>(trainer.Export).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_fixture.In("precious/thesis.txt")));
    }

    [Theory]
    [InlineData("model.config.n_layers=3", "the nearest known key is 'model.config.n_layer'")]
    [InlineData("model.config.model_type=elman", "gpt2, llama")]
    [InlineData("model.config.vocab_size=9", "tokenizer.vocabulary_size")]
    [InlineData("model.config.layer_norm_epsilon=nan", "model.config.layer_norm_epsilon is no finite number")]
    [InlineData("model.config.task_specific_params={a:[1,{b:-inf}]}", "model.config.task_specific_params.a[1].b is no finite number")]
    [InlineData("data.sequence_length=64", "lower it")]
    [InlineData("data.sequence_length=100000", "too few")]
    [InlineData("data.files=[nowhere.txt]", "'nowhere.txt' is no file")]
    [InlineData("data.files=[]", "There is no text")]
    [InlineData("training.warmup_steps=9", "training.warmup_steps")]
    [InlineData("training.step=9", "training.steps")]
    public void Constructor_BadOption_SaysWhatToDo(string change, string expected)
    {
        var error = Assert.Throws<ConfigException>(() => Trainer(_fixture.LoadTiny(change), out _).Dispose());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Parse_NumberInGroupsOfDigits_IsThatNumber()
    {
        var options = _fixture.Load("model=llama-mini", "model.config.rope_theta=1_000_000").Options;
        Assert.Equal(1e6, Assert.IsType<LlamaConfig>(PretrainModel.Parse(options.Model.Config, 300)).Rotary.Theta);
    }

    [Theory]
    [InlineData("model.from")]
    [InlineData("tokenizer.from")]
    public void Constructor_ModelNameThatCannotBe_BlamesTheOption(string key)
    {
        var config = key == "model.from" ? _fixture.Load("model=pretrained", "model.from=a/b/c") : _fixture.LoadTiny($"{key}=a/b/c");
        var error = Assert.Throws<ConfigException>(() => Trainer(config, out _).Dispose());
        Assert.Contains($"{key}: 'a/b/c'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ModelOfAnUnknownFamily_NamesThoseThatAreKnown()
    {
        string folder = _fixture.In("first");
        using (var first = Trainer(_fixture.LoadTiny($"output.name='{folder}'"), out _))
            first.Export();
        string config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("gpt2", "bert", StringComparison.Ordinal));
        var error = Assert.Throws<ConfigException>(() => Trainer(_fixture.Load("model=pretrained", $"model.from='{folder}'"), out _).Dispose());
        Assert.Contains("'bert'; supported are gpt2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ResumedWithAnotherTotal_SaysWhatBecomesOfTheLearningRate()
    {
        var before = _fixture.LoadTiny("training.learning_rate=0.001").Options;
        RunFolder run;
        using (var first = Trainer(_fixture.LoadTiny("training.learning_rate=0.001"), out run))
            Assert.True(first.Run());
        var reporter = new Listener();
        var now = _fixture.LoadTiny("training.learning_rate=0.001", "training.steps=12").Options;
        using var resumed = new PretrainTrainer(now, new(run, Worlds.CreateBuiltIn(), TimeProvider.System, reporter, Resume: true, before));
        string line = Assert.Single(reporter.Lines, line => line.Contains("learning rate", StringComparison.Ordinal));
        Assert.True(resumed.Run());

        double[] logged = [.. Metric(run, "train/learning_rate")];
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture,
                $"With training.steps=12 (until now 6) the learning rate was {logged[5]:G4} in step 6 and is {logged[6]:G4} in step 7 instead of 0.0001."),
            line);
    }

    [Fact]
    public void Constructor_NothingToResume_SaysSo()
    {
        var config = _fixture.LoadTiny();
        var error = Assert.Throws<CheckpointException>(
            () => new PretrainTrainer(config.Options, new(_fixture.Run(config), Worlds.CreateBuiltIn(), TimeProvider.System, new SilentReporter(), Resume: true)));

        Assert.Contains("reverie pretrain", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grid-gpt2")]
    [InlineData("markov-gpt2")]
    public void Load_Recipes_DifferInTheirTextOnly(string name)
    {
        var options = ConfigLoader.Load<PretrainOptions>(Path.Combine(Repository.Configs, "pretrain"), [$"exp={name}"]).Options;

        Assert.Equal($"reverie/{name}", options.Output.Name);
        Assert.Equal(ConfigLoader.Load<PretrainOptions>(Path.Combine(Repository.Configs, "pretrain"), ["exp=grid-gpt2"]).Options.Training, options.Training);
    }

    private PretrainTrainer Trainer(LoadedConfig<PretrainOptions> config, out RunFolder run) =>
        new(config.Options, new(run = _fixture.Run(config), Worlds.CreateBuiltIn(), TimeProvider.System, new SilentReporter(), Resume: false));

    private static List<double> Metric(RunFolder run, string name)
    {
        var values = new List<double>();
        foreach (string line in File.ReadLines(Path.Combine(run.Logs, "metrics.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty(name, out var value))
                values.Add(value.GetDouble());
        }
        return values;
    }

    private sealed class Listener : IProgressReporter
    {
        public List<string> Lines { get; } = [];

        public void Begin(ProgressPhase phase)
        {
        }

        public void Update(ProgressPhase phase)
        {
        }

        public void End(ProgressPhase phase)
        {
        }

        public void Message(string line) => Lines.Add(line);
    }
}
