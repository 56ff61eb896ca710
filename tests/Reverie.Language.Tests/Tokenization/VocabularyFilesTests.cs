using System.Text;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

/// <summary>Folders with only <c>vocab.json</c> and <c>merges.txt</c>: the class's rules, or a refusal by name.</summary>
public class VocabularyFilesTests
{
    [Theory]
    [InlineData("qwen", "12345", new[] { 49, 50, 51, 52, 53 })]
    [InlineData("qwen", "<|im_start|>x", new[] { 260, 120 })]
    [InlineData("qwen", "e\u0301", new[] { 259 })]
    [InlineData("gpt2", "12345", new[] { 256, 257, 53 })]
    [InlineData("gpt2", "x12", new[] { 120, 256 })]
    [InlineData("gpt2prefix", "x12", new[] { 32, 120, 256 })]
    [InlineData("roberta", "x12", new[] { 32, 120, 256 })]
    [InlineData("roberta", "x <mask>", new[] { 32, 120, 264 })]
    [InlineData("bart", "x12", new[] { 120, 256 })]
    [InlineData("added", "a<new>b", new[] { 97, 260, 98 })]
    [InlineData("special", "a<|im_end|>", new[] { 97, 260 })]
    public void Load_ClassIsKnown_FollowsItsRules(string folder, string text, int[] ids) => Assert.Equal(ids, BpeTokenizer.Load(Folder(folder)).Encode(text));

    [Fact]
    public void Load_ClipTokenizer_IsRefusedByName() => Assert.Contains("CLIPTokenizer", Refusal(Folder("clip")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"tokenizer_class\":\"CodeLlamaTokenizer\"}", "CodeLlamaTokenizer")]
    [InlineData("{\"tokenizer_class\":7}", "tokenizer_class")]
    [InlineData("{\"tokenizer_class\":\"Qwen2Tokenizer\",\"add_prefix_space\":true}", "add_prefix_space")]
    [InlineData("{\"do_lower_case\":true}", "do_lower_case")]
    [InlineData("{\"split_special_tokens\":true}", "split_special_tokens")]
    [InlineData("{\"added_tokens_decoder\":{\"x\":{\"content\":\"<a>\"}}}", "'x'")]
    [InlineData("{\"added_tokens_decoder\":{\"900\":{\"content\":\"<a>\"}}}", "'<a>' the id 900")]
    [InlineData("{\"added_tokens_decoder\":{\"1\":{}}}", "'content'")]
    [InlineData("{\"bos_token\":7}", "'bos_token'")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "not JSON")]
    public void Load_ConfigurationThatIsNotKnown_IsRefusedByName(string config, string reason)
    {
        using var folder = Copy("gpt2");
        folder.Write("tokenizer_config.json", config);

        Assert.Contains(reason, Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    public void Load_FileThatIsNotUtf8_IsNamedWithItsOffset(string file)
    {
        using var folder = Copy("gpt2");
        byte[] bytes = [.. File.ReadAllBytes(folder.In(file)).AsSpan(0, 2), 0xE9, .. File.ReadAllBytes(folder.In(file)).AsSpan(2)];
        File.WriteAllBytes(folder.In(file), bytes);

        string message = Refusal(folder.Path);

        Assert.Contains(folder.In(file), message, StringComparison.Ordinal);
        Assert.Contains("0xE9 at offset 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FamilyInsteadOfAClass_IsFollowed()
    {
        using var folder = Copy("qwen");
        File.Delete(folder.In("tokenizer_config.json"));
        folder.Write("config.json", "{\"model_type\":\"qwen2\"}");

        Assert.Equal([49, 50], BpeTokenizer.Load(folder.Path).Encode("12"));
        folder.Write("config.json", "{\"model_type\":\"mamba\"}");
        Assert.Contains("'mamba'", Refusal(folder.Path), StringComparison.Ordinal);
    }

    private static string Refusal(string folder)
    {
        string message = Assert.Throws<InvalidDataException>(() => BpeTokenizer.Load(folder)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static TemporaryFolder Copy(string name)
    {
        var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Folder(name)))
            folder.Write(Path.GetFileName(file), File.ReadAllText(file, Encoding.UTF8));
        return folder;
    }

    private static string Folder(string name) => Repository.Golden("tokenizers", "vocabulary-files", name);
}
