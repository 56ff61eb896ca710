using System.ComponentModel.DataAnnotations;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration;

public sealed class ConfigLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConfigLoaderTests()
    {
        _folder.Write("config.yaml", """
            defaults:
              - _self_
              - model: default
              - exp: null
            steps: 100
            half: ${model.width}
            optimizer: {lr: 0.1}
            """);
        _folder.Write("model/default.yaml", "width: 8\nname: default\nlayers: [1, 2]\n");
        _folder.Write("model/wide.yaml", "defaults: [default]\nwidth: 64\nname: wide-${.width}\n");
        _folder.Write("exp/fast.yaml", "# @package _global_\ndefaults:\n  - override /model: wide\nsteps: 5\n");
    }

    public enum Shade
    {
        Light,
        VeryDark,
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoOverrides_LayersGroupsOverRecordDefaults()
    {
        var options = Load().Options;

        Assert.Equal((100, 8, 8, "default", 0.1), (options.Steps, options.Half, options.Model.Width, options.Model.Name, options.Optimizer.Lr));
        Assert.Equal(Shade.Light, options.Shade);
        Assert.Equal([1, 2], options.Model.Layers);
    }

    [Fact]
    public void Load_Experiment_ChangesChoicesAndValues()
    {
        var loaded = Load("exp=fast");

        Assert.Equal((5, 64, "wide-64"), (loaded.Options.Steps, loaded.Options.Half, loaded.Options.Model.Name));
        Assert.Equal("wide", loaded.Choices["model"]);
        Assert.Equal("fast", loaded.Choices["exp"]);
    }

    [Fact]
    public void Load_CommandLine_BeatsTheExperiment()
    {
        var options = Load("exp=fast", "model=default", "steps=7", "shade=very_dark", "extra={a:1,b:[x,2.5,True]}").Options;

        Assert.Equal((7, "default", Shade.VeryDark), (options.Steps, options.Model.Name, options.Shade));
        Assert.Equal(1L, options.Extra["a"]);
        Assert.Equal(new object[] { "x", 2.5, true }, options.Extra["b"]);
    }

    [Fact]
    public void Load_Interpolation_FollowsOverrides() => Assert.Equal(3, Load("model.width=3").Options.Half);

    [Fact]
    public void Load_Deletion_ReturnsToTheRecordDefault() => Assert.Equal(1, Load("~steps").Options.Steps);

    [Fact]
    public void Load_NullForNullable_IsNull() => Assert.Null(Load("limit=null").Options.Limit);

    [Theory]
    [InlineData("stesp=3", "override 'stesp=3': unknown key 'stesp'; the nearest known key is 'steps'.")]
    [InlineData("model.widht=3", "override 'model.widht=3': unknown key 'model.widht'; the nearest known key is 'model.width'.")]
    [InlineData("width=3", "override 'width=3': unknown key 'width'; the nearest known key is 'model.width'.")]
    [InlineData("steps=many", "override 'steps=many': 'steps' must be a whole number, not 'many'.")]
    [InlineData("steps=1.5", "override 'steps=1.5': 'steps' must be a whole number, not '1.5'.")]
    [InlineData("steps=null", "override 'steps=null': 'steps' must be a whole number, not null.")]
    [InlineData("steps=[1]", "override 'steps=[1]': 'steps' must be a whole number, not a list.")]
    [InlineData("model=wyde", "override 'model=wyde': there is no 'wyde' in CONFIGS/model; did you mean 'wide'? (choices: default, wide).")]
    [InlineData("model.layers=3", "override 'model.layers=3': 'model.layers' must be a list such as [1, 2], not '3'.")]
    [InlineData("model.layers=[1,x]", "override 'model.layers=[1,x]': 'model.layers[1]' must be a whole number, not 'x'.")]
    [InlineData("optimizer=adam", "override 'optimizer=adam': 'optimizer' must be a mapping of keys to values, not 'adam'.")]
    [InlineData("optimizer.lr=2", "override 'optimizer.lr=2': 'optimizer.lr' must be between 0 and 1, not 2.")]
    [InlineData("steps=0", "override 'steps=0': 'steps' must be at least 1, not 0.")]
    [InlineData("shade=dark", "override 'shade=dark': 'shade' must be one of light, very_dark, not 'dark'.")]
    [InlineData("model.name=null", "override 'model.name=null': 'model.name' must be a text, not null.")]
    [InlineData("half=${model.widt}",
        "override 'half=${model.widt}': '${model.widt}' refers to 'model.widt', which does not exist; the nearest known key is 'model.width'.")]
    [InlineData("half=${half}", "override 'half=${half}': the interpolation '${half}' of 'half' refers to itself.")]
    [InlineData("steps=1,2", "override 'steps=1,2': several values need -m to sweep over them, or brackets for a list: 'steps=[...]'.")]
    [InlineData("~stps", "override '~stps': there is no key 'stps' to delete; the nearest known key is 'steps'.")]
    [InlineData("steps=???", "override 'steps=???': 'steps' needs a value; add 'steps=VALUE'.")]
    public void Load_Mistake_IsOneSentenceWithTheRemedy(string mistake, string message)
    {
        var error = Assert.Throws<ConfigException>(() => Load(mistake));
        Assert.Equal(message.Replace("CONFIGS", Path.GetFileName(_folder.Path)), error.Message);
    }

    [Fact]
    public void Load_MistakeThatAReferencePassesOn_IsBlamedOnWhatWasTyped()
    {
        _folder.Write("exp/passes.yaml", "# @package _global_\nsteps: ${half}\n");
        var error = Assert.Throws<ConfigException>(() => Load("exp=passes", "half=0"));
        Assert.Equal("override 'half=0': 'steps' must be at least 1, not 0.", error.Message);
    }

    [Fact]
    public void Load_MistakeInAFile_NamesFileAndLine()
    {
        _folder.Write("exp/bad.yaml", "# @package _global_\nsteps: 3\n\nmodel:\n  wdth: 4\n");
        var error = Assert.Throws<ConfigException>(() => Load("exp=bad"));
        Assert.EndsWith("/exp/bad.yaml:5: unknown key 'model.wdth'; the nearest known key is 'model.width'.", error.Message);
    }

    [Theory]
    [InlineData("a: [1, 2\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("- 1\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("? [x]\n: 1\n")]
    [InlineData("defaults: 3\n")]
    [InlineData("defaults: [{a: 1, b: 2}]\n")]
    [InlineData("defaults: [bad]\n")]
    [InlineData("a: &x [*x]\n")]
    [InlineData("\tb: 1\n")]
    public void Load_BrokenYaml_IsOneSentence(string yaml)
    {
        _folder.Write("exp/bad.yaml", yaml);
        var error = Assert.Throws<ConfigException>(() => Load("exp=bad"));
        Assert.Contains("exp/bad", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void LoadFile_WrittenTree_GivesTheSameOptions()
    {
        var loaded = Load("exp=fast", "model.name='true'", "note=\"a: 'b' # c\"", "extra={k:{n:[1,2],e:{}}}", "optimizer.lr=1e-5");
        string file = _folder.Write("resolved.yaml", YamlWriter.Write(loaded.Tree));

        var again = ConfigLoader.LoadFile<Options>(file, []);

        Assert.Equal(YamlWriter.Write(loaded.Tree), YamlWriter.Write(again.Tree));
        Assert.Equal(("true", "a: 'b' # c", 1e-5), (again.Options.Model.Name, again.Options.Note, again.Options.Optimizer.Lr));
        Assert.Equal(9, ConfigLoader.LoadFile<Options>(file, ["steps=9"]).Options.Steps);
    }

    [Fact]
    public void Tree_EachValue_KnowsItsOrigin()
    {
        var tree = Load("exp=fast", "optimizer.lr=0.5").Tree;

        Assert.Equal("override 'optimizer.lr=0.5'", tree.Find("optimizer.lr")!.Origin.Text);
        Assert.EndsWith("exp/fast.yaml:4", tree.Find("steps")!.Origin.Text);
        Assert.Equal(ConfigOrigin.BuiltIn, tree.Find("shade")!.Origin);
    }

    [Fact]
    public void Peek_WithoutOptions_ReadsOneKey() =>
        Assert.Equal("64", ConfigLoader.Peek(_folder.Path, ["exp=fast"]).FindText("model.width"));

    private LoadedConfig<Options> Load(params string[] overrides) => ConfigLoader.Load<Options>(_folder.Path, overrides);

    public sealed record Options
    {
        [Range(1, int.MaxValue)]
        public int Steps { get; init; } = 1;

        public int Half { get; init; }

        public int? Limit { get; init; } = 4;

        public string? Note { get; init; }

        public Shade Shade { get; init; }

        public ModelOptions Model { get; init; } = new();

        public OptimizerOptions Optimizer { get; init; } = new();

        public IReadOnlyDictionary<string, object?> Extra { get; init; } = new Dictionary<string, object?>();
    }

    public sealed record ModelOptions
    {
        public int Width { get; init; }

        public string Name { get; init; } = "";

        public IReadOnlyList<int> Layers { get; init; } = [];
    }

    public sealed record OptimizerOptions
    {
        [Range(0.0, 1.0)]
        public double Lr { get; init; }
    }

    [Theory]
    [InlineData("world_model.attn_pdrop", "nan")]
    [InlineData("training.learning_rate", "nan")]
    [InlineData("training.actor_critic.entropy_weight", "inf")]
    [InlineData("training.tokenizer.max_grad_norm", "nan")]
    [InlineData("tokenizer.l2_weight", "-inf")]
    public void Load_NoFiniteNumberWhereThereAreBounds_IsRefusedByName(string key, string value)
    {
        string message = Assert.Throws<ConfigException>(() => ConfigLoader.Load<Reverie.Algorithms.Iris.Options.IrisOptions>(Repository.Configs, ["exp=smoke", $"{key}={value}"])).Message;
        Assert.Contains($"'{key}' must be a finite number, not ", message, StringComparison.Ordinal);
    }
}
