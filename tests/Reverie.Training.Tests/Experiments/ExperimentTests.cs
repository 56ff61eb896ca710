using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Experiments;

namespace Reverie.Training.Tests.Experiments;

public sealed class ExperimentTests
{
    internal const string Text = """
        question: Which one?
        metric: {name: test/success, steps: step, zero: 0, one: 1}
        overrides: [exp=small]
        first:
          words: {algorithm: pretraining, overrides: [training.steps=3]}
          replay: {each: true, overrides: [common.epochs=1]}
        environments:
          door: [env.id=Door]
          lava: [env.id=Lava]
        arm_overrides: [y=2]
        arms:
          plain: []
          other: ['start={replay}', 'name={words}/model']
        scales:
          small: {seeds: [0, 1], steps: 100, minutes: 5, overrides: [x=1]}
          one: {seeds: [7], arms: [other], environments: [lava]}
        """;

    internal const string Question = """
        question: Another one?
        metric: {name: loss, better: lower}
        runs_of: {experiment: lava, arms: {second: other, first: plain}, environments: [lava]}
        """;

    [Fact]
    public void Cells_OfAScale_ComeInTheOrderInWhichTheyNeedOneAnother()
    {
        var experiment = Read(Text);

        Assert.Equal("small", experiment.ScaleName);
        Assert.Equal(1 + 4 + 8, experiment.Cells.Count);
        Assert.Equal("first/words", experiment.Cells[0].Name);
        Assert.Equal([0, 1, 1, 1, 1, 2], experiment.Cells.Take(6).Select(cell => cell.Stage));
        var last = experiment.Find("other/lava/seed-1");
        Assert.Equal(["exp=small", "x=1", "env.id=Lava", "y=2", "start={replay}", "name={words}/model", "common.seed=1"], last.Overrides);
    }

    [Fact]
    public void Cells_OfAScaleWithSubsets_AreThose() => Assert.Equal(
        ["first/words", "first/replay/lava/seed-7", "other/lava/seed-7"], Read(Text, "one").Cells.Select(cell => cell.Name));

    [Theory]
    [InlineData("arms:\n  plain: []", "arms:\n  ../plain: []", "'../plain' names a folder")]
    [InlineData("zero: 0, one: 1", "zero: 0", "go together")]
    [InlineData("arms: [other]", "arms: [otter]", "scales.one names 'otter'")]
    [InlineData("question: Which one?", "", "question")]
    [InlineData("minutes: 5", "minutes: 0", "minutes")]
    [InlineData("seeds: [7]", "seed: [7]", "seed")]
    public void Read_BadFile_SaysWhatIsWrong(string good, string bad, string sentence)
    {
        string text = Text.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);
        Assert.Contains(sentence, Assert.Throws<ConfigException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MistypedName_NamesTheNearest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("experiments/lava.yaml", Text);
        Assert.Contains("did you mean 'lava'", Assert.Throws<ConfigException>(() => Experiment.Load(folder.Path, "lawa")).Message, StringComparison.Ordinal);
        Assert.Contains("no scale 'big'; it has small, one", Assert.Throws<ConfigException>(() => Experiment.Load(folder.Path, "lava", "big")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryFileOfTheProduct_IsWellFormed()
    {
        Assert.NotEmpty(Experiment.Names(Repository.Configs));
        foreach (string name in Experiment.Names(Repository.Configs))
        {
            foreach (string scale in Experiment.Load(Repository.Configs, name).Options.Scales.Keys)
                Assert.NotEmpty(Experiment.Load(Repository.Configs, name, scale).Cells);
        }
    }

    [Fact]
    public void Cells_OfAnotherExperimentsRuns_AreThose()
    {
        var experiment = Read(Question);

        Assert.Equal(("asked", Path.Combine("experiments", "lava", "small")), (experiment.Name, experiment.RunsFolder));
        Assert.Equal(["second", "first"], experiment.Arms);
        // Only what starts from words needs the run of that name.
        Assert.Equal(
            ["first/words", "first/replay/lava/seed-0", "first/replay/lava/seed-1", "other/lava/seed-0", "other/lava/seed-1", "plain/lava/seed-0", "plain/lava/seed-1"],
            experiment.Cells.Select(cell => cell.Name));
        Assert.Equal(["second", "second", "first", "first"], experiment.Cells.Skip(3).Select(cell => cell.Arm));
        foreach (var cell in experiment.Cells)
            Assert.Equal(Read(Text).Find(cell.Name).Overrides, cell.Overrides);
        Assert.Equal("loss", experiment.Options.Metric.Name);
        Assert.Equal("other/lava/seed-7", Read(Question, "one").Cells[^1].Name);
        // Without the arm of the scale 'one' that scale has no runs.
        var plain = Read(Question.Replace("second: other, ", "", StringComparison.Ordinal));
        Assert.Equal(["plain/lava/seed-0", "plain/lava/seed-1"], plain.Cells.Select(cell => cell.Name));
        Assert.Equal(["small"], plain.Options.Scales.Keys);
    }

    [Theory]
    [InlineData("second: other", "second: otter", "the experiment 'lava' has no 'otter'; it has plain, other")]
    [InlineData("environments: [lava]", "environments: [door, larva]", "has no 'larva'; it has door, lava")]
    [InlineData("experiment: lava", "experiment: asked", "'asked' has no runs of its own (it has those of asked)")]
    [InlineData("experiment: lava,", "", "'runs_of.experiment' needs a value")]
    [InlineData("arms: {second: other, first: plain}", "arms: {}", "'runs_of.arms' is empty")]
    [InlineData("metric:", "seed_key: seed\nmetric:", "'seed_key' comes with the runs of another experiment")]
    public void Read_BadRunsOf_SaysWhatIsWrong(string good, string bad, string sentence)
    {
        string text = Question.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Question, text);
        Assert.Contains(sentence, Assert.Throws<ConfigException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    internal static Experiment Read(string text, string? scale = null) => Experiment.Read(
        Tree(text), text.Contains("runs_of", StringComparison.Ordinal) ? "asked" : "lava", scale, name => Tree(name == "lava" ? Text : text));

    private static ConfigMap Tree(string text) => YamlReader.Read(text, "lava.yaml");
}
