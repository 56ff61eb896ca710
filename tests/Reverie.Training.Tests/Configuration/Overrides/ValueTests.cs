using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;

namespace Reverie.Training.Tests.Configuration.Overrides;

/// <summary>Values on the command line, one run and many.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ValueTests()
    {
        _folder.Write("config.yaml", GoldenConfiguration.Base);
        _folder.Write("exp/small.yaml", "");
        _folder.Write("exp/large.yaml", "");
        _folder.Write("exp/smoke.yaml", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RecordedValues_AreWhatHydraMakesOfThem() => Assert.Empty(GoldenConfiguration.Differences(
        GoldenConfiguration.Read("overrides.tsv"), value => GoldenConfiguration.Show(Load($"s={value}").S)));

    [Fact]
    public void Expand_RecordedSweeps_AreWhatHydraMakesOfThem() => Assert.Empty(GoldenConfiguration.Differences(
        GoldenConfiguration.Read("sweeps.tsv"),
        value => GoldenConfiguration.Show(Sweep.Expand([$"s={value}"]).Select(run => run.Single()[2..]).ToList())));

    // What a run of a sweep gets must be what the sweep had.
    [Fact]
    public void Expand_EachRun_CanBeTypedAgain()
    {
        foreach (var (value, runs) in GoldenConfiguration.Read("sweeps.tsv").Where(item => item.Value is not null))
        {
            foreach (var run in Sweep.Expand([$"s={value}"]))
                Assert.Equal(run, Assert.Single(Sweep.Expand(run)));
            Assert.NotNull(runs);
        }
    }

    [Theory]
    [InlineData("word=1_000", "1_000")]
    [InlineData("word=True", "True")]
    [InlineData("word=5.", "5.")]
    [InlineData("word='null'", "null")]
    [InlineData("word=", "")]
    [InlineData("word=a=b", "a=b")]
    [InlineData("word=~/x", "~/x")]
    [InlineData("word=#a", "#a")]
    [InlineData("word=é", "é")]
    [InlineData("word=str(3)", "3")]
    public void Load_TextOption_GetsTheTextAsTyped(string text, string expected) => Assert.Equal(expected, Load(text).Word);

    [Theory]
    [InlineData("whole=_5")]
    [InlineData("whole=1_")]
    [InlineData("whole=1___0")]
    [InlineData("whole=0x10")]
    [InlineData("whole=5.0")]
    [InlineData("whole=true")]
    [InlineData("real=_1.5")]
    [InlineData("real=1_e5")]
    [InlineData("real=0x1p3")]
    [InlineData("real=1e999")]
    [InlineData("flag=1")]
    [InlineData("word=null")]
    [InlineData("word=~")]
    [InlineData("numbers=[1,x]")]
    [InlineData("numbers=1,2")]
    [InlineData("map={a:1,a:2}")]
    public void Load_WrongType_IsOneSentenceWithTheOverride(string text)
    {
        string message = Assert.Throws<ConfigException>(() => Load(text)).Message;

        Assert.StartsWith($"override '{text}': ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Load_TextOfANumber_FitsANumber() => Assert.Equal((5, 0.5, true), (Load("whole='5'").Whole, Load("real='.5'").Real, Load("flag=yes").Flag));

    [Fact]
    public void Load_ItemOfAList_IsReplaced()
    {
        Assert.Equal(["x", "z"], Load("texts.1=z").Texts);
        Assert.Equal([1, 9, 3], Load("numbers[1]=9").Numbers);
        Assert.Equal([2, 3], Load("~numbers.0").Numbers);
        Assert.StartsWith("override 'numbers[1]=x': 'numbers[1]' must be a whole number", Message("numbers[1]=x"), StringComparison.Ordinal);
        Assert.Equal("override 'texts.5=z': 'texts' is a list of 2 items, numbered from 0; there is no 'texts.5'.", Message("texts.5=z"));
    }

    [Fact]
    public void Expand_Glob_ListsTheChoicesOfTheGroup()
    {
        Assert.Equal(["exp=large", "exp=small", "exp=smoke"], Runs("exp=glob(*)"));
        Assert.Equal(["exp=small", "exp=smoke"], Runs("exp=glob(s*)"));
        Assert.Equal(["exp=large", "exp=smoke"], Runs("exp=glob([s*,l*],exclude=[*all])"));
        Assert.Equal("override 's=glob(*)': 'glob(*)': 's' is no group with choices, so there is nothing that the pattern could match.",
            Assert.Throws<ConfigException>(() => Runs("s=glob(*)")).Message);
        Assert.Contains("large, small, smoke", Assert.Throws<ConfigException>(() => Runs("exp=glob(x*)")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_Shuffle_IsTheSameOrderInEveryRun()
    {
        string[] runs = [.. Runs("s=shuffle(range(20))")];

        Assert.Equal(runs, Runs("s=shuffle(range(20))"));
        Assert.NotEqual(Runs("s=range(20)"), runs);
        Assert.Equal(Runs("s=range(20)").Order(), runs.Order());
    }

    [Theory]
    [InlineData("range(0,10001)", "more than 10000 values")]
    [InlineData("range(-79228162514264337593543950335,79228162514264337593543950335)", "more than 10000 values")]
    [InlineData("range(0,1,1e-9)", "more than 10000 values")]
    [InlineData("range(7922816251426433759354395033,7922816251426433759354395034,0.01)", "too large or too small")]
    [InlineData("range(10,1)", "no values in this range")]
    [InlineData("range(1,10,0)", "the step must not be 0")]
    public void Expand_RangeThatCannotBe_SaysWhy(string range, string words) =>
        Assert.Contains(words, Assert.Throws<ConfigException>(() => Sweep.Expand([$"s={range}"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Expand_MoreRunsThanAnybodyWants_IsRefused() => Assert.Contains(
        "more than 10000 runs",
        Assert.Throws<ConfigException>(() => Sweep.Expand(["s=range(0,200)", "real=range(0,200)"])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("s=", "[", "", "nested deeper")]
    [InlineData("s=", "{a:", "", "nested deeper")]
    [InlineData("s=", "int(", "", "nested deeper")]
    [InlineData("s=", "${", "", "nested deeper")]
    [InlineData("s=", "${oc.env:X,", "", "nested deeper")]
    [InlineData("s", ".a", "=1", "parts")]
    [InlineData("s", "[0]", "=1", "parts")]
    public void Parse_DeepText_IsRefusedBeforeTheStackEnds(string start, string again, string end, string words)
    {
        string text = start + string.Concat(Enumerable.Repeat(again, 40_000)) + end;

        Assert.Contains(words, Assert.Throws<ConfigException>(() => Override.Parse(text)).Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Runs(string text) => Sweep.Expand([text], _folder.Path).Select(run => run.Single());

    private string Message(string text) => Assert.Throws<ConfigException>(() => Load(text)).Message;

    private AnyOptions Load(string text) => ConfigLoader.Load<AnyOptions>(_folder.Path, [text]).Options;
}
