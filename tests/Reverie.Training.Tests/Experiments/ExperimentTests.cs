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
        arms:
          plain: []
          other: ['start={replay}', 'name={words}/model']
        scales:
          small: {seeds: [0, 1], steps: 100, minutes: 5, overrides: [x=1]}
          one: {seeds: [7], arms: [other], environments: [lava]}
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
        Assert.Equal(["exp=small", "x=1", "env.id=Lava", "start={replay}", "name={words}/model", "common.seed=1"], last.Overrides);
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

    internal static Experiment Read(string text, string? scale = null) => Experiment.Read(YamlReader.Read(text, "lava.yaml"), "lava", scale);
}
