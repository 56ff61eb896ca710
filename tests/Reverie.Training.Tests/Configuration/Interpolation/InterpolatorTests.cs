using System.Text.Json;
using Reverie.Training.Configuration;

namespace Reverie.Training.Tests.Configuration.Interpolation;

public sealed class InterpolatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RecordedTexts_AreWhatOmegaConfMakesOfThem() => Assert.Empty(GoldenConfiguration.Differences(
        GoldenConfiguration.Read("interpolations.tsv"), text => GoldenConfiguration.Show(Load($"s: {JsonSerializer.Serialize(text)}\n").S)));

    [Theory]
    [InlineData("text: ${oc.env:RV_N}\n", "7")]
    [InlineData("text: ${oc.env:RV_NULL}\n", "null")]
    [InlineData("text: ${f}\n", "0.001")]
    [InlineData("text: ${b}\n", "True")]
    [InlineData("text: x${i}\n", "x7")]
    [InlineData("texts: ['${k}', '${.0}']\ntext: ${texts.1}\n", "wandb")]
    [InlineData("text: '\\${k}'\n", "${k}")]
    public void Load_TextOption_GetsTheTextOfTheValue(string yaml, string expected) => Assert.Equal(expected, Load(yaml).Text);

    [Fact]
    public void Load_NumberFromTheEnvironment_FitsANumber()
    {
        var options = Load("whole: ${oc.env:RV_N}\nreal: ${oc.env:RV_X,1e-3}\nflag: ${oc.env:RV_X,true}\nnumbers: ${oc.decode:'[1, ${i}]'}\n");

        Assert.Equal((7, 1e-3, true), (options.Whole, options.Real, options.Flag));
        Assert.Equal([1, 7], options.Numbers);
    }

    [Theory]
    [InlineData("s: ${l[5]}", "'${l[5]}' refers to 'l.5', which does not exist; the nearest known key is 'l'.")]
    [InlineData("s: ${l.x}", "'${l.x}' goes through a list, of which 'x' is no item; they are numbered from 0.")]
    [InlineData("s: ${k.x}", "'${k.x}' asks for 'x' of 'k', which is no mapping.")]
    [InlineData("s: a${n}", "'${n}' is null, so it cannot be part of a text.")]
    [InlineData("s: a${l}", "'${l}' is not a plain value, so it cannot be part of a text.")]
    [InlineData("s: ${oc.env:RV_X}", "environment variable 'RV_X' is not set; set it, or write a default as '${oc.env:RV_X,DEFAULT}'.")]
    [InlineData("s: ${oc.env:RV_X,a,b}", "'${oc.env:RV_X,a,b}' must be ${oc.env:NAME} or ${oc.env:NAME,DEFAULT}; quote a default with commas.")]
    [InlineData("s: ${now:%Y}", "'${now:%Y}' uses an unknown resolver; there are 'oc.env:NAME', 'oc.select:KEY' and 'oc.decode:TEXT'.")]
    [InlineData("s: ${..k}", "'${..k}' climbs above the root of the configuration.")]
    [InlineData("s: ${s}", "the interpolation '${s}' of 's' refers to itself.")]
    [InlineData("m: {x: '${m}'}", "the interpolation '${m}' of 'm.x' refers to itself.")]
    [InlineData("s: ${k", "the interpolation '${k' lacks its closing '}'.")]
    [InlineData("s: ${a b}", "the interpolation '${a b}' is not understood from 'b}' on.")]
    [InlineData("s: ???\nk: x${s}", "'${s}' has no value yet.")]
    public void Load_BadReference_IsOneSentence(string yaml, string sentence)
    {
        string message = Assert.Throws<ConfigException>(() => Load(yaml + "\n")).Message;

        Assert.Equal(sentence, message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
    }

    [Fact]
    public void Load_TextsThatDoubleAndDouble_AreRefused()
    {
        string leaves = string.Concat(Enumerable.Range(0, 60).Select(index => $"  x{index}: ${{.x{index + 1}}}${{.x{index + 1}}}\n"));

        Assert.Contains("written out", Assert.Throws<ConfigException>(() => Load($"map:\n{leaves}  x60: ''\n")).Message, StringComparison.Ordinal);
        Assert.Contains("written out", Assert.Throws<ConfigException>(() => Load($"map:\n{leaves}  x60: long\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MapsThatDoubleAndDouble_AreRefused()
    {
        string maps = string.Concat(Enumerable.Range(0, 40).Select(index => $"  x{index}: {{a: '${{map.x{index + 1}}}', b: '${{map.x{index + 1}}}'}}\n"));

        Assert.Contains("written out", Assert.Throws<ConfigException>(() => Load($"map:\n{maps}  x40: 1\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LongChainOfReferences_IsRefusedBeforeTheStackEnds()
    {
        string chain = string.Concat(Enumerable.Range(0, 20_000).Select(index => $"  x{index}: ${{.x{index + 1}}}\n"));

        Assert.Contains("follow one another", Assert.Throws<ConfigException>(() => Load($"map:\n{chain}  x20000: 1\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeeplyNestedReference_IsRefusedBeforeTheStackEnds()
    {
        string text = string.Concat(Enumerable.Repeat("${", 50_000));

        Assert.Contains("nested deeper", Assert.Throws<ConfigException>(() => Load($"s: '{text}'\n")).Message, StringComparison.Ordinal);
    }

    private AnyOptions Load(string yaml)
    {
        var own = GoldenConfiguration.Base.Split('\n').Where(line => line.Length > 0 && !$"\n{yaml}".Contains($"\n{line.Split(':')[0]}:"));
        _folder.Write("config.yaml", string.Join('\n', own.Append(yaml)));
        return ConfigLoader.Load<AnyOptions>(_folder.Path, []).Options;
    }
}
