using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration;

public sealed class ConfigSearchPathTests : IDisposable
{
    private readonly TemporaryFolder _own = new();
    private readonly TemporaryFolder _other = new();

    public ConfigSearchPathTests()
    {
        _own.Write("config.yaml", "defaults: [{model: small}, _self_]\n");
        _own.Write("model/small.yaml", "width: 8\n");
        _other.Write("config.yaml", "model: {depth: 7}\n");
        _other.Write("model/small.yaml", "width: 9\n");
        _other.Write("model/wide.yaml", "defaults: [small, _self_]\ndepth: 3\n");
        _other.Write("exp/mine.yaml", "# @package _global_\ndefaults:\n  - override /model: wide\n");
    }

    private ConfigSearchPath Both => new ConfigSearchPath(_own.Path).Append(_other.Path);

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Load_FileInBothFolders_IsTakenFromTheFirst()
    {
        Assert.Equal(8, Load().Model.Width);
        var other = ConfigLoader.Load<Options>(new ConfigSearchPath(_other.Path).Append(_own.Path), ["+model=small"]).Options.Model;
        Assert.Equal((9, 7), (other.Width, other.Depth));
    }

    [Fact]
    public void Load_FileOfAFurtherFolder_MayBuildOnTheFirst()
    {
        var model = Load("+exp=mine").Model;

        Assert.Equal((8, 3), (model.Width, model.Depth));
    }

    [Fact]
    public void Load_UnknownChoice_NamesEveryFolderAndTheChoicesOfAll()
    {
        var e = Assert.Throws<ConfigException>(() => Load("model=wise"));

        Assert.Equal(
            $"override 'model=wise': there is no 'wise' in {Path.GetFileName(_own.Path)}/model or {_other.Path}/model; did you mean 'wide'? " +
            "(choices: small, wide).",
            e.Message);
    }

    [Fact]
    public void Load_MistakeInAFurtherFolder_NamesItsFile()
    {
        _other.Write("exp/bad.yaml", "# @package _global_\nwith: 1\n");
        var e = Assert.Throws<ConfigException>(() => Load("+exp=bad"));

        Assert.StartsWith($"{_other.Path}/exp/bad.yaml:2: unknown key 'with'", e.Message);
    }

    [Fact]
    public void Load_FolderThatIsMissing_IsNamed()
    {
        var e = Assert.Throws<ConfigException>(() => ConfigLoader.Load<Options>(Both.Append("no/where"), []));

        Assert.Equal("There is no configuration folder 'no/where'; run from the project's folder or say where it is.", e.Message);
    }

    [Fact]
    public void Load_ByType_EqualsTheGenericForm()
    {
        var byType = ConfigLoader.Load(typeof(Options), Both, ["model.depth=5"]);

        Assert.Equal(ConfigLoader.Load<Options>(Both, ["model.depth=5"]).Options, Assert.IsType<Options>(byType.Options));
        string file = _own.Write("saved.yaml", YamlWriter.Write(byType.Tree));
        Assert.Equal(byType.Options, ConfigLoader.LoadFile(typeof(Options), file, []).Options);
    }

    [Fact]
    public void Peek_DeletedRecordKey_IsNoMistake() =>
        Assert.Equal("8", ConfigLoader.Peek(Both, ["~model.depth", "~model.name"]).FindText("model.width"));

    [Fact]
    public void Under_OnlyTheFirstFolderMustHaveIt()
    {
        Assert.Equal([_own.In("exp"), _other.In("exp")], Both.Under("exp").Folders);
        _own.Write("only/x.yaml", "");
        Assert.Equal([_own.In("only")], Both.Under("only").Folders);
    }

    [Fact]
    public void Parse_SchemeBlanksAndPlainPaths_AreFolders() =>
        Assert.Equal([_own.Path, _other.Path], ConfigSearchPath.Parse($" file://{_own.Path} ;; {_other.Path};"));

    [Theory]
    [InlineData("pkg://sheeprl.configs",
        "REVERIE_SEARCH_PATH names 'pkg://sheeprl.configs', but only folders can be searched; write it as 'file:///PATH'.")]
    [InlineData("file:///no/such/place", "REVERIE_SEARCH_PATH names 'file:///no/such/place', which is no folder; correct it, or take it out.")]
    public void Parse_NoFolder_IsRefused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigException>(() => ConfigSearchPath.Parse(text)).Message);

    [Fact]
    public void Find_Variable_ComesFromTheProcessThenFromTheFile()
    {
        _own.Write(".env", "# where\nexport REVERIE_TEST_PLACE = \"a;b\" # two\nPATH=hidden\n");

        Assert.Equal("a;b", EnvironmentVariables.Find("REVERIE_TEST_PLACE", _own.Path));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), EnvironmentVariables.Find("PATH", _own.Path));
        Assert.Null(EnvironmentVariables.Find("REVERIE_TEST_PLACE", _other.Path));
    }

    [Fact]
    public void Find_BrokenFile_SaysHowItIsWritten()
    {
        string file = _own.Write(".env", "A=\"open\n");
        var e = Assert.Throws<ConfigException>(() => EnvironmentVariables.Find("REVERIE_TEST_PLACE", _own.Path));

        Assert.StartsWith($"'{file}' cannot be read (", e.Message);
        Assert.EndsWith("; write it as lines of NAME=VALUE.", e.Message);
    }

    private Options Load(params string[] overrides) => ConfigLoader.Load<Options>(Both, overrides).Options;

    public sealed record Options
    {
        public ModelOptions Model { get; init; } = new();
    }

    public sealed record ModelOptions
    {
        public int Width { get; init; }

        public int Depth { get; init; } = 1;

        public string? Name { get; init; } = "x";
    }
}
