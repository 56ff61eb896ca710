using System.Text.Json.Nodes;
using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

/// <summary>Tokens that are cut out of the text; ids are those of Hugging Face's tokenizers 0.22.2.</summary>
public class AddedTokenTests
{
    [Theory]
    [InlineData("đem", 256)]
    [InlineData("ilÖveyou", 257)]
    [InlineData("Ġx", 258)]
    [InlineData("a b", 259)]
    public void Decode_AddedToken_GivesItsOwnText(string text, int id)
    {
        var tokenizer = Load("added");
        var streaming = tokenizer.CreateStreamingDecoder();

        Assert.Equal([id], tokenizer.Encode(text));
        Assert.Equal(text, tokenizer.Decode([id]));
        Assert.Equal(text, streaming.Append(id) + streaming.Flush());
    }

    [Theory]
    [InlineData("é", new[] { 233 }, "é")]
    [InlineData("e\u0301!", new[] { 233, 33 }, "é!")]
    [InlineData("éé需é", new[] { 233, 233, 233, 156, 128, 233 }, "éé需é")]
    public void Decode_AddedTokenThatIsAByteToo_GivesTheTextBack(string text, int[] ids, string decoded)
    {
        var tokenizer = Load("addednorm");
        var streaming = tokenizer.CreateStreamingDecoder();

        Assert.Equal(ids, tokenizer.Encode(text));
        Assert.Equal(decoded, tokenizer.Decode(ids));
        Assert.Equal(decoded, string.Concat(ids.Select(streaming.Append)) + streaming.Flush());
    }

    [Fact]
    public void Encode_WithoutAddedTokens_NeverGivesAControlId()
    {
        var tokenizer = Load("pad");

        Assert.Equal([257], tokenizer.Encode("PAD"));
        Assert.Equal([256, 68], tokenizer.Encode("PAD", parseAddedTokens: false));
    }

    /// <summary>Also where the vocabulary has the control token, or merges lead to it.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Encode_ControlTokenInTheVocabulary_NeverComesFromPlainText(bool ignoreMerges, bool merged)
    {
        var root = Json("pad");
        var model = root["model"]!;
        model["vocab"]!["PAD"] = 257;
        model["ignore_merges"] = ignoreMerges;
        if (merged)
            model["merges"]!.AsArray().Add("PA D");
        var tokenizer = Load(root);

        Assert.Equal([257], tokenizer.Encode("PAD"));
        Assert.Equal([256, 68], tokenizer.Encode("PAD", parseAddedTokens: false));
        Assert.Equal("PAD", tokenizer.Decode([257]));
    }

    [Fact]
    public void Encode_SingleWordWithinAWord_IsNoTokenEvenWhereMergesAreIgnored() =>
        Assert.Equal([102, 111, 111, 95, 98, 97, 114], Load("padcl").Encode("foo_bar"));

    [Theory]
    [InlineData("\u2167")]
    [InlineData("\u24b6")]
    [InlineData("\u200c")]
    [InlineData("\u200d")]
    [InlineData("\u16ee")]
    [InlineData("\u3007")]
    [InlineData("\u0301")]
    [InlineData("\U0001f170")]
    [InlineData("٣")]
    [InlineData("_")]
    public void Encode_SingleWordBesideAWordCharacter_IsNoToken(string neighbour)
    {
        Assert.DoesNotContain(256, Load("single").Encode("foo" + neighbour));
        Assert.DoesNotContain(256, Load("single").Encode(neighbour + "foo"));
    }

    [Theory]
    [InlineData("½")]
    [InlineData("²")]
    [InlineData("\u20dd\u2028")]
    [InlineData("-")]
    [InlineData("😀")]
    public void Encode_SingleWordBesideAnotherCharacter_IsAToken(string neighbour) =>
        Assert.Contains(256, Load("single").Encode(neighbour[^1] + " foo " + neighbour[^1]));

    [Theory]
    [InlineData("<|user|> x", new[] { 256, 258 })]
    [InlineData("<|user|>  x", new[] { 256, 258 })]
    [InlineData("a <mask> b", new[] { 97, 257, 32, 98 })]
    [InlineData("<|user|>  <mask> x<n> x", new[] { 256, 257, 258, 259, 258 })]
    [InlineData("a  <n>  b", new[] { 97, 259, 98 })]
    public void Encode_Strips_TakeWhatHuggingFaceTakes(string text, int[] ids) => Assert.Equal(ids, Load("strip").Encode(text));

    [Fact]
    public void Load_IdThatTheLibraryWouldNotGive_IsRefused()
    {
        var root = Json("single");
        root["added_tokens"]![0]!["id"] = 1000;

        Assert.Contains("'foo' the id 1000, where the next free one is 256", Assert.Throws<InvalidDataException>(() => Load(root)).Message, StringComparison.Ordinal);
    }

    private static JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Path(name)))!;

    private static BpeTokenizer Load(string name) => BpeTokenizer.Load(Path(name));

    private static BpeTokenizer Load(JsonNode root)
    {
        using var folder = new TemporaryFolder();
        return BpeTokenizer.Load(folder.Write("tokenizer.json", root.ToJsonString()));
    }

    private static string Path(string name) => Repository.Golden("tokenizers", "added-tokens", name + ".json");
}
