using System.Text.Json;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class BpeTokenizerTests
{
    private static readonly string[] Texts = Strings(Json("texts.json"));

    public static TheoryData<string> Styles => ["gpt2", "gpt2-prefix-space", "neox", "digits", "split"];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Encode_GoldenTexts_GivesTheReferenceIds(string style)
    {
        var tokenizer = Load(style);
        var expected = Json(style, "golden.json").GetProperty("ids");

        for (int i = 0; i < Texts.Length; i++)
        {
            Assert.True(Ints(expected[i]).SequenceEqual(tokenizer.Encode(Texts[i])),
                $"text {i}: '{Texts[i]}' gave [{string.Join(", ", tokenizer.Encode(Texts[i]))}], not {expected[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Decode_GoldenIds_GivesTheReferenceTexts(string style)
    {
        var tokenizer = Load(style);
        var golden = Json(style, "golden.json");

        Assert.Equal(Strings(golden.GetProperty("decoded")), golden.GetProperty("ids").EnumerateArray().Select(ids => tokenizer.Decode(Ints(ids))));
        foreach (var entry in golden.GetProperty("decode_only").EnumerateArray())
            Assert.Equal(entry.GetProperty("text").GetString(), tokenizer.Decode(Ints(entry.GetProperty("ids"))));
        Assert.Equal(golden.GetProperty("vocab_size").GetInt32(), tokenizer.VocabularySize);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void StreamingDecoder_GoldenIds_AddsUpToTheWholeText(string style)
    {
        var tokenizer = Load(style);
        var golden = Json(style, "golden.json");
        var decoder = tokenizer.CreateStreamingDecoder();
        foreach (var ids in golden.GetProperty("ids").EnumerateArray()
            .Concat(golden.GetProperty("decode_only").EnumerateArray().Select(entry => entry.GetProperty("ids"))))
        {
            var parts = Ints(ids).Select(decoder.Append).ToList();
            parts.Add(decoder.Flush());

            Assert.Equal(tokenizer.Decode(Ints(ids)), string.Concat(parts));
            Assert.DoesNotContain(parts[..^1], part => part.Length > 0 && char.IsHighSurrogate(part[^1]));
        }
    }

    [Fact]
    public void Encode_VocabularyAndMerges_EqualsTokenizerJson()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden("gpt2", "vocab.json"), folder.In("vocab.json"));
        File.Copy(Golden("gpt2", "merges.txt"), folder.In("merges.txt"));
        var expected = Json("gpt2", "golden.json").GetProperty("ids");
        var prefixed = BpeTokenizer.Load(folder.In("vocab.json"), folder.In("merges.txt"), addPrefixSpace: true);

        var tokenizer = BpeTokenizer.Load(folder.Path);

        Assert.Equal(expected.EnumerateArray().Select(Ints), Texts.Select(text => tokenizer.Encode(text)));
        Assert.Equal(tokenizer.Encode(" word"), prefixed.Encode("word"));
    }

    [Fact]
    public void Encode_WithoutAddedTokens_TakesThemAsPlainText()
    {
        var tokenizer = Load("gpt2");
        int end = tokenizer.TokenToId("<|endoftext|>")!.Value;

        Assert.Equal([end], tokenizer.Encode("<|endoftext|>"));
        Assert.DoesNotContain(end, tokenizer.Encode("<|endoftext|>", parseAddedTokens: false));
        Assert.Equal("a<|endoftext|>b", tokenizer.Decode(tokenizer.Encode("a<|endoftext|>b", parseAddedTokens: false)));
        Assert.Equal("ab", tokenizer.Decode(tokenizer.Encode("a<|endoftext|>b"), skipSpecialTokens: true));
        Assert.Equal("<|endoftext|>", tokenizer.IdToToken(end));
    }

    [Fact]
    public void Decode_UnknownId_SaysWhichIdsThereAre() =>
        Assert.Contains("0 to 756", Assert.Throws<ArgumentOutOfRangeException>(() => Load("gpt2").Decode([757])).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Styles))]
    public void Encode_RandomText_DecodesToItself(string style)
    {
        var tokenizer = Load(style);
        var random = new Random(3);
        for (int round = 0; round < 300; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => RandomCharacter(random)));
            string decoded = tokenizer.Decode(tokenizer.Encode(text));

            Assert.Equal(style switch
            {
                "neox" or "split" => Nfc.Normalize(text),
                "gpt2-prefix-space" when text[0] != ' ' => " " + text,
                _ => text,
            }, decoded);
        }
    }

    [Fact]
    public async Task Encode_FromManyThreads_GivesTheSameIds()
    {
        var tokenizer = Load("split");
        int[][] expected = Json("split", "golden.json").GetProperty("ids").EnumerateArray().Select(Ints).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.Equal(expected, Texts.Select(text => tokenizer.Encode(text))))));
    }

    [Fact]
    public void Encode_WordsSeenBefore_AllocatesNothing()
    {
        var tokenizer = Load("gpt2");
        string text = string.Concat(Enumerable.Repeat("The agent opens the door with the key, doesn't it? ", 200));
        var output = new List<int>(100_000);
        tokenizer.Encode(text, output);
        long before = GC.GetAllocatedBytesForCurrentThread();

        tokenizer.Encode(text, output);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(" <mask>  b", true, false, false, new[] { 1, 220, 220, 65 })]
    [InlineData(" <mask>  b", false, true, false, new[] { 220, 1, 65 })]
    [InlineData("x<mask>b <mask> ", false, false, true, new[] { 87, 27, 76, 64, 82, 74, 29, 65, 220, 1, 220 })]
    public void Encode_AddedTokenOptions_AreHonoured(string text, bool left, bool right, bool singleWord, int[] expected)
    {
        // A vocabulary of bytes alone; the added token takes the place of '"', id 1, which the texts do not use.
        var token = new AddedToken(1000, "<mask>") { LeftStrip = left, RightStrip = right, SingleWord = singleWord };
        var tokenizer = new BpeTokenizer(new BpeDefinition
        {
            Vocabulary = Load("gpt2") is var gpt2 ? Enumerable.Range(0, 256).ToDictionary(id => gpt2.IdToToken(id)!, id => id) : [],
            Merges = [],
            AddedTokens = [token],
        });

        Assert.Equal(expected.Select(id => id == 1 ? 1000 : id), tokenizer.Encode(text));
    }

    private static string RandomCharacter(Random random) => random.Next(8) switch
    {
        0 => " ",
        1 => "\n",
        2 => "'",
        3 => ((char)random.Next(0x300, 0x370)).ToString(),
        4 => char.ConvertFromUtf32(random.Next(0x10000, 0x1ffff)),
        5 => ((char)random.Next(0xa0, 0x2fff)).ToString(),
        6 => random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => ((char)random.Next('a', 'z')).ToString(),
    };

    private static BpeTokenizer Load(string style) => BpeTokenizer.Load(Golden(style, "tokenizer.json"));

    private static JsonElement Json(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Golden(parts))).RootElement;

    private static string Golden(params string[] parts) => Repository.Golden(["seqmodels", "bpe", .. parts]);

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
}
