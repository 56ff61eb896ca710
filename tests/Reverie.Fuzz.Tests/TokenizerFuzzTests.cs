using System.Text;
using Reverie.Algorithms.Pretraining;
using Reverie.Language.Tokenization;
using Reverie.Torch.Serialization;

namespace Reverie.Fuzz.Tests;

public sealed class TokenizerFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TokenizerJson_AnyBytes_IsReadOrRefused() => Fuzzer.Run(
        "tokenizer.json",
        ((string[])["added", "pad", "padcl", "strip"]).Select(name => File.ReadAllBytes(Repository.Golden("tokenizers", "added-tokens", name + ".json"))),
        input => Use(() => BpeTokenizer.Load(Write("tokenizer.json", input))));

    [Theory]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    [InlineData("added_tokens.json")]
    [InlineData("special_tokens_map.json")]
    public void VocabularyFiles_AnyBytes_AreReadOrRefused(string file)
    {
        foreach (string other in Directory.GetFiles(Repository.Golden("tokenizers", "vocabulary-files", "special")))
            File.Copy(other, _folder.In(Path.GetFileName(other)));
        var seeds = Directory.GetFiles(Repository.Golden("tokenizers", "vocabulary-files"), file, SearchOption.AllDirectories).Select(File.ReadAllBytes);

        Fuzzer.Run(file, seeds, input =>
        {
            Write(file, input);
            Use(() => BpeTokenizer.Load(_folder.Path));
        });
    }

    [Fact]
    public void TextFiles_AnyBytes_AreReadOrRefused() => Fuzzer.Run(
        "text",
        [Encoding.UTF8.GetBytes("Le café est là. 世界 😀\n\nb"), Encoding.Latin1.GetBytes("café"), [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("é😀")]],
        input => _ = TextFiles.Documents(Write("a.txt", input), "\n\n").Count() + TextGuard.ReadText(_folder.In("a.txt")).Length);

    /// <summary>What a tokenizer makes of a text, it makes into that text again, whatever its file says.</summary>
    private static void Use(Func<BpeTokenizer> load)
    {
        var tokenizer = load();
        int[] ids = tokenizer.Encode("a PAD<mask> foo Ġx đem é\n", parseAddedTokens: false);
        Assert.DoesNotContain(ids, id => tokenizer.AddedTokens.Any(token => token.Special && token.Id == id));
        tokenizer.Decode(tokenizer.Encode("a PAD<mask> foo <|user|>  x"));
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.In(name), bytes);
        return _folder.In(name);
    }
}
