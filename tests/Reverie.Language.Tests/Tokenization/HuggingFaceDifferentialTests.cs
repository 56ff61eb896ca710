using System.Text;
using Reverie.Language.Tokenization;
using HuggingFaceTokenizer = Tokenizers.DotNet.Tokenizer;

namespace Reverie.Language.Tests.Tokenization;

/// <summary>
/// Ours against Hugging Face's own Rust code (tokenizers 0.22.2 in the package Tokenizers.DotNet): ids and decoded texts of generated strings are
/// equal. Where the package's native library does not load, these tests fail: they never pass without having compared.
/// </summary>
/// <remarks>
/// One thing is excluded by rule: in the styles that normalise, texts with one of <see cref="NewerMarks"/>. Ours knows Unicode 15.0, the Rust
/// library's tables are older and lack these 109. All other code points split and normalise alike.
/// </remarks>
public class HuggingFaceDifferentialTests
{
    private const int TextsPerStyle = 17_000;

    // Combining marks, and parts of compositions, that Unicode got after the version of the Rust library's normaliser.
    private static readonly (int First, int Last)[] NewerMarks =
    [
        (0x7FD, 0x7FD), (0x898, 0x89F), (0x8CA, 0x8D3), (0x9FE, 0x9FE), (0xC3C, 0xC3C), (0xD3B, 0xD3C), (0xEBA, 0xEBA), (0x1715, 0x1715), (0x1ABF, 0x1ACE),
        (0x1DF6, 0x1DFA), (0xA82C, 0xA82C), (0x10D24, 0x10D27), (0x10EAB, 0x10EAC), (0x10EFD, 0x10EFF), (0x10F46, 0x10F50), (0x10F82, 0x10F85),
        (0x11070, 0x11070), (0x1133B, 0x1133B), (0x1145E, 0x1145E), (0x11839, 0x1183A), (0x11930, 0x11930), (0x1193D, 0x1193E), (0x11943, 0x11943),
        (0x119E0, 0x119E0), (0x11A34, 0x11A34), (0x11A47, 0x11A47), (0x11A99, 0x11A99), (0x11D42, 0x11D42), (0x11D44, 0x11D45), (0x11D97, 0x11D97),
        (0x11F41, 0x11F42), (0x16FF0, 0x16FF1), (0x1E08F, 0x1E08F), (0x1E130, 0x1E136), (0x1E2AE, 0x1E2AE), (0x1E2EC, 0x1E2EF), (0x1E4EC, 0x1E4EF),
    ];

    public static TheoryData<string> Styles => ["gpt2", "gpt2-prefix-space", "neox", "digits", "split", "llama3"];

    public static TheoryData<string> AddedTokenFiles => ["added", "addednorm", "pad", "padcl", "single", "strip"];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Encode_GeneratedTexts_EqualsHuggingFace(string style)
    {
        using var folder = new TemporaryFolder();
        string path = style == "llama3" ? Llama3(folder) : Repository.Golden("seqmodels", "bpe", style, "tokenizer.json");

        int excluded = Compare(path, new UnicodeTexts(style.Length), TextsPerStyle, style is "neox" or "split" or "llama3", decodes: true);

        TestContext.Current.SendDiagnosticMessage($"{style}: {TextsPerStyle} texts, {excluded} with newer marks left out");
        Assert.InRange(excluded, 0, TextsPerStyle / 10);
    }

    /// <summary>Added tokens of every kind between generated pieces; their own texts decode otherwise there (see AddedTokenTests).</summary>
    [Theory]
    [MemberData(nameof(AddedTokenFiles))]
    public void Encode_AddedTokensBetweenGeneratedTexts_EqualsHuggingFace(string file) => Compare(
        Repository.Golden("tokenizers", "added-tokens", file + ".json"),
        new UnicodeTexts(file.Length, "đem", "ilÖveyou", "Ġx", "a b", "é", "e\u0301", "PAD", "foo", "_", "<|user|>", "<mask>", " x", "<n>", " ", "  "),
        rounds: 3_000,
        normalizes: file == "addednorm",
        decodes: false);

    /// <summary>Every code point of the planes that have characters, as a neighbour of letters, digits and blanks, and of a token that stands alone only.</summary>
    [Theory]
    [InlineData("split")]
    [InlineData("single")]
    public void Encode_EveryCodePoint_EqualsHuggingFace(string name)
    {
        string path = name == "single" ? Repository.Golden("tokenizers", "added-tokens", "single.json") : Repository.Golden("seqmodels", "bpe", name, "tokenizer.json");
        using var theirs = new HuggingFaceTokenizer(path);
        var ours = BpeTokenizer.Load(path);
        const int Step = 256;
        for (int first = 0; first < 0x32400; first += Step)
        {
            if (first is >= 0xD800 and <= 0xDFFF)
                continue;
            string text = string.Concat(Enumerable.Range(first, Step).Select(char.ConvertFromUtf32).Select(c => $" foo{c} {c}foo a{c}1{c} {c}x\n"));

            Assert.True(Ids(theirs, text).SequenceEqual(ours.Encode(text)), $"U+{first:X4} to U+{first + Step - 1:X4} differ");
        }
    }

    private static int Compare(string path, UnicodeTexts texts, int rounds, bool normalizes, bool decodes)
    {
        using var theirs = new HuggingFaceTokenizer(path);
        var ours = BpeTokenizer.Load(path);
        int excluded = 0;
        for (int round = 0; round < rounds; round++)
        {
            string text = texts.Next();
            if (normalizes && text.EnumerateRunes().Any(rune => Array.Exists(NewerMarks, range => rune.Value >= range.First && rune.Value <= range.Last)))
            {
                excluded++;
                continue;
            }
            int[] expected = Ids(theirs, text);
            int[] actual = ours.Encode(text);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{Escaped(text)}: [{string.Join(',', actual)}], Hugging Face [{string.Join(',', expected)}]");
            if (decodes)
                Assert.Equal(theirs.Decode([.. expected.Select(id => (uint)id)]), ours.Decode(actual, skipSpecialTokens: true));
        }
        return excluded;
    }

    private static int[] Ids(HuggingFaceTokenizer tokenizer, string text) => Array.ConvertAll(tokenizer.Encode(text), id => (int)id);

    private static string Llama3(TemporaryFolder folder)
    {
        string qwen = File.ReadAllText(Repository.Golden("seqmodels", "bpe", "split", "tokenizer.json"));
        string llama = qwen.Replace(@"|\\p{N}|", @"|\\p{N}{1,3}|", StringComparison.Ordinal);
        Assert.NotEqual(qwen, llama);
        return folder.Write("tokenizer.json", llama);
    }

    private static string Escaped(string text) =>
        text.Aggregate(new StringBuilder(), (all, c) => c is >= ' ' and <= '~' ? all.Append(c) : all.Append($"\\u{(int)c:X4}")).ToString();
}
