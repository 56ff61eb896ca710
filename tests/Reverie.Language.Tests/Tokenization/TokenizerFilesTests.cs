using System.Text.Json.Nodes;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class TokenizerFilesTests
{
    private static readonly string Intact = File.ReadAllText(Repository.Golden("seqmodels", "bpe", "split", "tokenizer.json"));

    public static TheoryData<string, string> Edits => new()
    {
        { "model.type=\"Unigram\"", "Unigram model" },
        { "model=null", "lacks the object 'model'" },
        { "model.byte_fallback=true", "byte_fallback" },
        { "model.dropout=0.1", "dropout" },
        { "model.continuing_subword_prefix=\"##\"", "continuing_subword_prefix" },
        { "model.vocab={}", "byte 0" },
        { "model.vocab=[1]", "lacks the object 'vocab'" },
        { "model.vocab.a=-1", "token ids outside" },
        { "model.vocab.a=2000000000", "token ids outside" },
        { "model.vocab.a=1.5", "not a whole number" },
        { "model.vocab.a=\"x\"", "not a whole number" },
        { "model.vocab.a=3", "gives the id 3 to" },
        { "model.merges=[[\"a\"]]", "merge number 1" },
        { "model.merges=[\"a b c\"]", "merge number 1" },
        { "model.merges=[[\"a\",\"nowhere\"]]", "needs the token 'nowhere'" },
        { "model.merges=7", "lacks the array 'merges'" },
        { "normalizer={\"type\":\"Lowercase\"}", "Lowercase normalizer" },
        { "pre_tokenizer=null", "no pre_tokenizer" },
        { "pre_tokenizer={\"type\":\"Metaspace\"}", "does not end with ByteLevel" },
        { "pre_tokenizer.pretokenizers.0.pattern={\"Regex\":\"x+\"}", "splits by the pattern x+" },
        { "pre_tokenizer.pretokenizers.0.behavior=\"Removed\"", "Isolated" },
        { "pre_tokenizer.pretokenizers.0.type=\"Whitespace\"", "Whitespace pre_tokenizer" },
        { "decoder={\"type\":\"Metaspace\"}", "Metaspace decoder" },
        { "added_tokens=[{\"id\":1}]", "lacks the string 'content'" },
        { "added_tokens=[{\"id\":800,\"content\":\"\"}]", "without text" },
        { "added_tokens=[{\"id\":800,\"content\":\"a\"}]", "the ids" },
        { "added_tokens=[{\"id\":800,\"content\":\"<x>\",\"special\":1}]", "neither true nor false" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Load_MalformedTokenizerJson_RefusesInOneSentence(string edit, string reason)
    {
        var root = JsonNode.Parse(Intact)!;
        var (path, value) = (edit[..edit.IndexOf('=')].Split('.'), JsonNode.Parse(edit[(edit.IndexOf('=') + 1)..]));
        var parent = path[..^1].Aggregate(root, (node, name) => node is JsonArray array ? array[int.Parse(name, null)]! : node[name]!);
        parent[path[^1]] = value;

        string message = Refusal(root.ToJsonString());

        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\"\\ud800\"")]
    [InlineData("[]")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\udc00\":1},\"merges\":[]}}")]
    public void Load_NoTokenizerJson_RefusesInOneSentence(string text) => Assert.DoesNotContain('\n', Refusal(text));

    [Fact]
    public void Load_MalformedMerges_NamesTheLine()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Golden("seqmodels", "bpe", "gpt2", "vocab.json"), folder.In("vocab.json"));
        File.WriteAllText(folder.In("merges.txt"), "#version: 0.2\nh e\nhello\n");

        var error = Assert.Throws<InvalidDataException>(() => BpeTokenizer.Load(folder.Path));

        Assert.Contains("merge number 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EmptyFolder_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("tokenizer.json", Assert.Throws<FileNotFoundException>(() => BpeTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static string Refusal(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("tokenizer.json"), json);
        return Assert.Throws<InvalidDataException>(() => BpeTokenizer.Load(folder.Path)).Message;
    }
}
