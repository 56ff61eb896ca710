using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Caching;
using Reverie.Language.Advisers.Gguf;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Tests.Advisers.Gguf;

public sealed class GgufModelTests : IDisposable
{
    private static readonly PromptTemplate Prompt = PromptTemplate.Load("grid.1");
    private static readonly SamplingOptions Sampling = new() { MaxTokens = 12, Temperature = 1, TopP = 1, Seed = 3 };

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.In("tiny.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answer_OfTheSameQuestionAndSeed_IsTheSameWhateverWasAskedBefore()
    {
        GgufWriter.Write(File, "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}");
        using var model = GgufModel.Load(File);
        var first = model.Answer([("user", "where to")], Prompt, Sampling);
        Assert.InRange(first.OutputTokens, 1, 12);
        var other = model.Answer([("user", "what now")], Prompt, Sampling);
        Assert.Equal(first, model.Answer([("user", "where to")], Prompt, Sampling));
        Assert.NotEqual(first.Text, other.Text);
        Assert.NotEqual(first.Text, model.Answer([("user", "where to")], Prompt, Sampling with { Seed = 4 }).Text);
    }

    [Fact]
    public void Answer_OfAMissionWithControlTokens_TakesThemForText()
    {
        GgufWriter.Write(File, "{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}");
        using var model = GgufModel.Load(File);
        int plain = model.Answer([("user", "ab")], Prompt, Sampling).InputTokens;
        // Four letters, of which none is the token that ends a text.
        Assert.Equal(plain + 4, model.Answer([("user", "ab</s>")], Prompt, Sampling).InputTokens);
    }

    [Fact]
    public async Task AdviseAsync_FromAFile_GivesAnAnswer()
    {
        GgufWriter.Write(File);
        var options = new AdviserOptions { Kind = AdviserKind.Gguf, Model = File, Prompt = "grid.1", Sampling = Sampling, Cache = new() { Mode = CacheMode.Off } };
        using var adviser = new AdviserFactory().Create(options);
        var advice = await adviser.AdviseAsync("where to.", ["turn left."]);
        Assert.Equal("", advice.Answer.Reason);
        Assert.True(advice.Answer.InputTokens > 0);
    }

    [Fact]
    public void Load_OfAnotherFile_SaysSo()
    {
        _folder.Write("tiny.gguf", "no model");
        Assert.Contains(File, Assert.Throws<AdviserException>(() => GgufModel.Load(File)).Message, StringComparison.Ordinal);
        Assert.Contains("GGUF", Assert.Throws<AdviserException>(() => GgufModel.Load(_folder.In("none.gguf"))).Message, StringComparison.Ordinal);
    }
}
