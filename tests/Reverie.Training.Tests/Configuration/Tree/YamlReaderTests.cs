using System.Diagnostics;
using System.Text;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration.Tree;

public sealed class YamlReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RecordedWords_AreWhatOmegaConfMakesOfThem() => Assert.Empty(GoldenConfiguration.Differences(
        GoldenConfiguration.Read("yaml-scalars.tsv", isJson: false), word => GoldenConfiguration.Show(Load($"s: {word}\n").S)));

    [Fact]
    public void Load_RecordedDocuments_AreWhatOmegaConfMakesOfThem() => Assert.Empty(GoldenConfiguration.Differences(
        GoldenConfiguration.Read("yaml-documents.tsv"), text => GoldenConfiguration.Show(Load(text).S)));

    [Theory]
    [InlineData("whole: 017", 15)]
    [InlineData("whole: '17'", 17)]
    [InlineData("whole: ' 1_7 '", 17)]
    [InlineData("whole: 0x11", 17)]
    public void Load_WholeNumber_FollowsYaml(string yaml, int expected) => Assert.Equal(expected, Load(yaml).Whole);

    [Theory]
    [InlineData("whole: 1e3", "'whole' must be a whole number, not '1e3'.")]
    [InlineData("whole: 2147483648", "'whole' must be a whole number, not '2147483648'.")]
    [InlineData("seed: -1", "'seed' must be a whole number, not '-1'.")]
    [InlineData("seed: 18446744073709551616", "'seed' must be a whole number, not '18446744073709551616'.")]
    [InlineData("s: 99999999999999999999", "'s' must be a whole number of at most 64 bits, not '99999999999999999999'.")]
    [InlineData("real: 1e999", "'real' must be a number, not '1e999'.")]
    [InlineData("real: true", "'real' must be a number, not 'true'.")]
    [InlineData("flag: 1", "'flag' must be true or false, not '1'.")]
    [InlineData("s: <<", "'<<' means something of its own in YAML; write it in quotes.")]
    [InlineData("s: {<<: 5}", "'<<' takes a mapping, or a list of mappings.")]
    [InlineData("s: !!int x", "the tag 'tag:yaml.org,2002:int' does not fit 'x'; leave it out.")]
    [InlineData("s: !!python/object:os.system x", "the tag 'tag:yaml.org,2002:python/object:os.system' does not fit 'x'; leave it out.")]
    [InlineData("s: !thing {a: 1}", "the tag '!thing' is not understood; leave it out.")]
    [InlineData("s: *a", "the alias '*a' names nothing that ends above it; write '&a' before a value there.")]
    [InlineData("s: 1\ns: 2", "the key 's' stands twice in one mapping; keep one.")]
    public void Load_Mistake_IsOneSentence(string yaml, string sentence) =>
        Assert.EndsWith($": {sentence}", Assert.Throws<ConfigException>(() => Load(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_LargestSeed_IsTaken() => Assert.Equal(ulong.MaxValue, Load("seed: 18446744073709551615\n").Seed);

    [Theory]
    [InlineData("yaml-aliases-7.yaml", "more than 100000 values")]
    [InlineData("yaml-self.yaml", "names nothing that ends above it")]
    [InlineData("yaml-selfmap.yaml", "names nothing that ends above it")]
    public void ReadFile_MinimisedInput_IsRefused(string name, string words) => AssertRefused(Repository.Golden("configuration", name), words);

    public static TheoryData<string, string, string> Deep() => new()
    {
        { "brackets", new string('[', 200_000), "nested deeper" },
        { "closed brackets", $"{new string('[', 20_000)}{new string(']', 20_000)}", "nested deeper" },
        { "dashes", $"\n  {string.Concat(Enumerable.Repeat("- ", 30_000))}x", "nested deeper" },
        { "braces", string.Concat(Enumerable.Repeat("{b: ", 20_000)), "nested deeper" },
        { "indentation", string.Concat(Enumerable.Range(1, 3_000).Select(level => $"\n{new string(' ', level)}a:")), "nested deeper" },
        { "keys", string.Concat(Enumerable.Repeat("? ", 30_000)), "" },
        { "aliases", $" &a0 [1]\n{string.Concat(Enumerable.Range(1, 500).Select(level => $"b{level}: &a{level} [*a{level - 1}]\n"))}", "nested deeper" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void ReadFile_DeepText_IsRefusedBeforeTheStackEnds(string kind, string text, string words)
    {
        Assert.NotEmpty(kind);
        AssertRefused(_folder.Write("deep.yaml", $"a:{(text[0] is '\n' or ' ' ? "" : " ")}{text}\n"), words);
    }

    [Fact]
    public void Load_NumberOfManyDigits_IsNoNumber()
    {
        var clock = Stopwatch.StartNew();

        Assert.IsType<string>(Load($"s: {new string('9', 1_000_000)}\n").S);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData(new byte[] { 0x73, 0x3A, 0x20, 0x63, 0x61, 0x66, 0xE9, 0x0A }, "{0}:1: the file is not UTF-8 (byte 0xE9 at offset 6); save it as UTF-8.")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x0A, 0x0A, 0xC3 }, "{0}:3: the file is not UTF-8 (byte 0xC3 at offset 4); save it as UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "{0}:1: the file is not UTF-8 (byte 0xFF at offset 0); save it as UTF-8.")]
    [InlineData(new byte[] { 0x61, 0x3A, 0xED, 0xA0, 0x80 }, "{0}:1: the file is not UTF-8 (byte 0xED at offset 2); save it as UTF-8.")]
    public void ReadFile_NotUtf8_IsRefusedWithItsPlace(byte[] bytes, string message)
    {
        string file = _folder.In("a.yaml");
        File.WriteAllBytes(file, bytes);

        Assert.Equal(message.Replace("{0}", file), Assert.Throws<ConfigException>(() => ConfigLoader.PeekFile(file)).Message);
    }

    [Fact]
    public void ReadFile_ByteOrderMark_IsNoLetter()
    {
        string file = _folder.In("a.yaml");
        File.WriteAllText(file, "s: é\n", Encoding.UTF8);

        Assert.Equal("é", ConfigLoader.PeekFile(file).FindText("s"));
    }

    [Fact]
    public void ReadFile_Folder_IsRefused() => Assert.Contains(
        "There is no configuration file", Assert.Throws<ConfigException>(() => ConfigLoader.PeekFile(_folder.Path)).Message, StringComparison.Ordinal);

    private static void AssertRefused(string file, string words)
    {
        var clock = Stopwatch.StartNew();
        string message = Assert.Throws<ConfigException>(() => YamlReader.ReadFile(file, "x.yaml")).Message;

        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    private AnyOptions Load(string yaml)
    {
        _folder.Write("config.yaml", yaml);
        return ConfigLoader.Load<AnyOptions>(_folder.Path, []).Options;
    }
}
