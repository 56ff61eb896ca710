using System.ComponentModel.DataAnnotations;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration;

/// <summary>What comes from the environment is used, and neither saved, printed nor told in messages.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "hf_9f8e7d6c5b4a";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("token: ${oc.env:RV_SECRET}", "token: \"${oc.env:RV_SECRET}\"")]
    [InlineData("token: 'key=${oc.env:RV_SECRET} ${name}'", "token: \"key=${oc.env:RV_SECRET} ${name}\"")]
    [InlineData("token: ${name}\nname: ${oc.env:RV_SECRET}", "token: \"${name}\"\nname: \"${oc.env:RV_SECRET}\"")]
    [InlineData("token: ${list.1}\nlist: [a, '${oc.env:RV_SECRET}']", "token: \"${list.1}\"\n*list: [a, \"${oc.env:RV_SECRET}\"]")]
    [InlineData("token: ${oc.decode:${oc.env:RV_SECRET}}", "token: \"${oc.decode:${oc.env:RV_SECRET}}\"")]
    [InlineData("token: ${oc.select:name}\nname: ${oc.env:RV_SECRET}", "token: \"${oc.select:name}\"")]
    [InlineData("token: ${oc.env:RV_X,${oc.env:RV_SECRET}}", "token: \"${oc.env:RV_X,${oc.env:RV_SECRET}}\"")]
    [InlineData("map: {a: {b: '${..c}', d: [1, '${oc.env:RV_SECRET}']}, c: '${oc.env:RV_SECRET}'}",
        "map:\n  a:\n    b: \"${..c}\"\n    d: [1, \"${oc.env:RV_SECRET}\"]\n  c: \"${oc.env:RV_SECRET}\"")]
    [InlineData("inner: {token: '${..name}'}\nname: ${oc.env:RV_SECRET}\nmap: {x: '${inner}'}",
        "map:\n  x:\n    token: \"${inner.token}\"\n    steps: 1")]
    [InlineData("numbers: ${oc.decode:'[1, ${oc.env:RV_N}]'}", "numbers: \"${oc.decode:'[1, ${oc.env:RV_N}]'}\"")]
    [InlineData("inner: {steps: '${oc.env:RV_N}'}", "steps: \"${oc.env:RV_N}\"")]
    public void Tree_ValueFromTheEnvironment_IsSavedAsTheReference(string yaml, string saved)
    {
        var config = Load(yaml);
        string text = YamlWriter.Write(config.Tree);

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.All(saved.Split("*"), part => Assert.Contains(part, text, StringComparison.Ordinal));
        var again = ConfigLoader.LoadFile<Options>(_folder.Write("saved.yaml", text), []);
        Assert.Equal(config.Options.Token, again.Options.Token);
        Assert.Equal(config.Options.Inner, again.Options.Inner);
        Assert.Equal(GoldenConfiguration.Show(config.Options.Map), GoldenConfiguration.Show(again.Options.Map));
        Assert.Equal(text, YamlWriter.Write(again.Tree));
    }

    [Fact]
    public void Options_ValueFromTheEnvironment_IsTheValue() => Assert.Equal(Secret, Load("token: ${oc.env:RV_SECRET}").Options.Token);

    [Theory]
    [InlineData("steps=${oc.env:RV_SECRET}", "override 'steps=${oc.env:RV_SECRET}': 'steps' must be a whole number, not '${oc.env:RV_SECRET}'.")]
    [InlineData("name=${oc.env:RV_SECRET}", "override 'name=${oc.env:RV_SECRET}': 'name' must be one of x, y, not ${oc.env:RV_SECRET}.")]
    [InlineData("other=${oc.env:RV_SECRET}", "override 'other=${oc.env:RV_SECRET}': '${oc.env:RV_SECRET}' is not what it should be.")]
    [InlineData("token=${${oc.env:RV_SECRET}}",
        "override 'token=${${oc.env:RV_SECRET}}': '${${oc.env:RV_SECRET}}' refers to '${oc.env:RV_SECRET}', which does not exist.")]
    [InlineData("list={'${oc.env:RV_SECRET}':1}", "override 'list={'${oc.env:RV_SECRET}':1}': 'list' must be a list such as [1, 2], not a mapping.")]
    public void Load_MistakeInASecret_DoesNotTellIt(string text, string message)
    {
        _folder.Write("config.yaml", "");
        var e = Assert.Throws<ConfigException>(() => ConfigLoader.Load<Strict>(_folder.Path, [text]));

        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("\\${name}")]
    [InlineData("C:\\\\\\${name}")]
    public void Tree_TextThatLooksLikeAReference_StaysAText(string text)
    {
        var config = Load($"token: '{text}'");
        var again = ConfigLoader.LoadFile<Options>(_folder.Write("saved.yaml", YamlWriter.Write(config.Tree)), []);

        Assert.Contains("${name}", config.Options.Token, StringComparison.Ordinal);
        Assert.Equal(config.Options.Token, again.Options.Token);
    }

    [Fact]
    public void Tree_UntypedNumbers_KeepTheirTypes()
    {
        var config = Load("map: {a: 5.0, b: 5, c: '5', d: .inf, e: .nan, f: 1e20, g: 0x10, h: 'yes', i: yes, j: null, k: '', l: -.inf, m: '017', n: 017}");
        var again = ConfigLoader.LoadFile<Options>(_folder.Write("saved.yaml", YamlWriter.Write(config.Tree)), []);

        Assert.Equal(
            "{a: float 5, b: 5, c: \"5\", d: #inf, e: #nan, f: float 1E+20, g: 16, h: \"yes\", i: true, j: null, k: \"\", l: #-inf, m: \"017\", n: 15}",
            GoldenConfiguration.Show(config.Options.Map));
        Assert.Equal(GoldenConfiguration.Show(config.Options.Map), GoldenConfiguration.Show(again.Options.Map));
    }

    private LoadedConfig<Options> Load(string yaml)
    {
        _folder.Write("config.yaml", yaml + "\n");
        return ConfigLoader.Load<Options>(_folder.Path, []);
    }

    public sealed record Options
    {
        public string? Token { get; init; }

        public string? Name { get; init; } = "n";

        public IReadOnlyList<string> List { get; init; } = [];

        public IReadOnlyList<int> Numbers { get; init; } = [];

        public InnerOptions Inner { get; init; } = new();

        public IReadOnlyDictionary<string, object?> Map { get; init; } = new Dictionary<string, object?>();
    }

    public sealed record InnerOptions
    {
        public string? Token { get; init; }

        public int Steps { get; init; } = 1;
    }

    public sealed record Strict : IValidatableObject
    {
        public int Steps { get; init; }

        [AllowedValues("x", "y")]
        public string Name { get; init; } = "x";

        public string? Other { get; init; }

        public string? Token { get; init; }

        public IReadOnlyList<int> List { get; init; } = [];

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Other is not null)
                yield return new ValidationResult($"'{Other}' is not what it should be.", [nameof(Other)]);
        }
    }
}
