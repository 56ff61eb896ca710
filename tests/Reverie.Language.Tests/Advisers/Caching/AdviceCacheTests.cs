using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Caching;

namespace Reverie.Language.Tests.Advisers.Caching;

public sealed class AdviceCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.In("advice.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindAnswer_InAnotherCacheOfTheSameFile_IsTheFirstThatWasGiven()
    {
        using var first = new AdviceCache(File);
        using var second = new AdviceCache(File);
        var answer = new Answer("turn left.\nturn right.") { InputTokens = 7, OutputTokens = 3, Latency = TimeSpan.FromSeconds(0.25), Money = 0.1 };
        Assert.Equal(answer, first.AddAnswer("a", "where?", answer));
        Assert.Equal("turn left.\nturn right.", second.AddAnswer("a", "where?", new("other")).Text);
        Assert.Equal(answer with { IsCached = true }, second.FindAnswer("a", "where?"));
        Assert.Null(second.FindAnswer("b", "where?"));
        Assert.Null(second.FindAnswer("a", "where? "));
        Assert.Equal([("a", 1)], second.Advisers());
    }

    [Fact]
    public void FindSimilarity_AfterReopening_IsTheSameNumber()
    {
        using (var cache = new AdviceCache(File))
            cache.AddSimilarity("m", "turn left.", " go", 0.1f + 0.2f);
        using var again = new AdviceCache(File);
        Assert.Equal(0.1f + 0.2f, again.FindSimilarity("m", "turn left.", " go"));
        Assert.Null(again.FindSimilarity("m", "turn left.", "go"));
        Assert.Null(again.FindSimilarity("other", "turn left.", " go"));
    }

    [Fact]
    public void AddAnswer_FromManyCachesAtOnce_LosesNothing()
    {
        const int Writers = 6, Answers = 30;
        Parallel.For(0, Writers, writer =>
        {
            using var cache = new AdviceCache(File);
            for (int i = 0; i < Answers; i++)
            {
                string kept = cache.AddAnswer("a", $"question {i}", new Answer($"{writer}")).Text;
                Assert.Equal(kept, cache.FindAnswer("a", $"question {i}")!.Text);
                cache.AddAnswer("a", $"question {i} of {writer}", new Answer("yes"));
            }
        });
        using var all = new AdviceCache(File);
        Assert.Equal([("a", (Writers + 1) * Answers)], all.Advisers());
    }

    [Fact]
    public async Task AskAsync_OfACachedAdviser_AsksOnceForAllRuns()
    {
        using var cache = new AdviceCache(File);
        var inner = new CountingAdviser();
        using (var adviser = new CachedAdviser(cache, "a", inner))
        {
            string[] texts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (await adviser.AskAsync(new($"question {i % 2}"))).Text));
            Assert.Equal(2, inner.Questions);
            Assert.Equal(2, texts.Distinct().Count());
            Assert.True((await adviser.AskAsync(new("question 0"))).IsCached);
        }
        using var later = new CachedAdviser(cache, "a", inner: null);
        Assert.Equal(["answer to question 0", "answer to question 1"], [(await later.AskAsync(new("question 0"))).Text, (await later.AskAsync(new("question 1"))).Text]);
    }

    [Fact]
    public async Task AskAsync_WithTheCacheAlone_SaysNothingOrFailsAsChosen()
    {
        using var cache = new AdviceCache(File);
        using var lenient = new CachedAdviser(cache, "a", inner: null);
        Assert.Equal(AnswerFailure.NotCached, (await lenient.AskAsync(new("where?"))).Failure);
        using var strict = new CachedAdviser(cache, "a", inner: null, missIsError: true);
        Assert.Contains("\"where?\"", (await Assert.ThrowsAsync<AdviserException>(() => strict.AskAsync(new("where?")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_OfAnAdviserThatFails_RemembersNothing()
    {
        using var cache = new AdviceCache(File);
        var inner = new CountingAdviser { Fails = true };
        using var adviser = new CachedAdviser(cache, "a", inner);
        Assert.Equal(AnswerFailure.Server, (await adviser.AskAsync(new("where?"))).Failure);
        inner.Fails = false;
        Assert.Equal("answer to where?", (await adviser.AskAsync(new("where?"))).Text);
    }

    [Fact]
    public void Import_OfTheFoundingProjectsFiles_TakesAnswersAndCosines()
    {
        string answers = _folder.Write("cache_policy.json", """{"My goal is: x. I see nothing interesting.": "Turn left \nMove forward"}""");
        string cosines = _folder.Write("sim_cache_policy.json", """{"turn left.Turn left ": 0.75, "pick up yellow key.2. go. now": 0.125}""");
        using var cache = new AdviceCache(File);
        Assert.Equal((1, 0), OriginalCaches.Import(cache, answers, "llama2"));
        Assert.Equal((0, 2), OriginalCaches.Import(cache, cosines, "llama2"));
        Assert.Equal("Turn left \nMove forward", cache.FindAnswer("llama2", "My goal is: x. I see nothing interesting.")!.Text);
        Assert.Equal(0.75f, cache.FindSimilarity(CachedSimilarity.MiniLm, "turn left.", "Turn left "));
        Assert.Equal(0.125f, cache.FindSimilarity(CachedSimilarity.MiniLm, "pick up yellow key.", "2. go. now"));
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{\"a\": ")]
    [InlineData("{\"turn left\": 0.5}")]
    [InlineData("{\"turn left.\": [1]}")]
    public void Import_OfAnotherFile_SaysWhatIsWrong(string text)
    {
        string path = _folder.Write("other.json", text);
        using var cache = new AdviceCache(File);
        Assert.Contains(path, Assert.Throws<AdviserException>(() => OriginalCaches.Import(cache, path, "x")).Message, StringComparison.Ordinal);
        Assert.Empty(cache.Advisers());
    }

    [Fact]
    public void Open_OfAFileThatIsNoCache_SaysSo()
    {
        _folder.Write("advice.db", new string('x', 5000));
        Assert.Contains(File, Assert.Throws<AdviserException>(() => new AdviceCache(File)).Message, StringComparison.Ordinal);
    }

    private sealed class CountingAdviser : IAdviser
    {
        private int _questions;

        public int Questions => _questions;

        public bool Fails { get; set; }

        public string Identity => "counting";

        public async Task<Answer> AskAsync(Question question, CancellationToken cancellation = default)
        {
            Interlocked.Increment(ref _questions);
            await Task.Delay(20, cancellation);
            return Fails ? Answer.Nothing(AnswerFailure.Server, "500") : new($"answer to {question.Text}");
        }

        public void Dispose()
        {
        }
    }
}
