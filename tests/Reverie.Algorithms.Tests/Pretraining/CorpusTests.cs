using System.Text;
using Reverie.Algorithms.Pretraining;
using Reverie.Algorithms.Pretraining.Corpora;

namespace Reverie.Algorithms.Tests.Pretraining;

public sealed class CorpusTests
{
    [Theory]
    [InlineData(CorpusKind.Grid)]
    [InlineData(CorpusKind.GridAdvice)]
    [InlineData(CorpusKind.Markov)]
    public void Documents_SameSeed_GiveTheSameTextOfTheSizeAskedFor(CorpusKind kind)
    {
        var first = Corpus.Documents(kind, 7, 30_000).ToList();

        Assert.Equal(first, Corpus.Documents(kind, 7, 30_000));
        Assert.NotEqual(first, Corpus.Documents(kind, 8, 30_000));
        Assert.True(first.Sum(Encoding.UTF8.GetByteCount) >= 30_000);
        Assert.True(first.SkipLast(1).Sum(Encoding.UTF8.GetByteCount) < 30_000);
    }

    [Fact]
    public void Documents_Grid_TellMissionsAndDeeds()
    {
        var documents = Corpus.Documents(CorpusKind.Grid, 0, 100_000).ToList();

        Assert.All(documents, document => Assert.StartsWith("My goal is: ", document, StringComparison.Ordinal));
        Assert.Contains(documents, document => document.Contains("I have reached my goal.", StringComparison.Ordinal));
        Assert.Contains(documents, document => document.Contains(" I pick up ", StringComparison.Ordinal));
    }

    [Fact]
    public void Documents_GridAdvice_AreQuestionsAndAnswersInNoOrder()
    {
        string[] documents = [.. Corpus.Documents(CorpusKind.GridAdvice, 0, 60_000)];

        Assert.All(documents, document => Assert.Matches("^My goal is: [^\n]+\\. I [^\n]+\\.\nAdvice: [a-z ]+\\.\n$", document));
        // "Do nothing" is what the captions call the step onto a goal, and nothing else is advised under that name.
        string[] nothings = [.. documents.Where(document => document.EndsWith("do nothing.\n", StringComparison.Ordinal))];
        Assert.NotEmpty(nothings);
        Assert.All(nothings, document => Assert.Contains("see a green goal directly in front", document, StringComparison.Ordinal));
        // What comes one after the other seldom has the same mission, as steps of one episode have.
        string[] missions = [.. documents.Select(document => document[..document.IndexOf('.', StringComparison.Ordinal)])];
        Assert.True(missions.Zip(missions.Skip(1)).Count(pair => pair.First == pair.Second) < documents.Length / 4);
    }

    [Fact]
    public void Documents_Markov_FollowTheChain()
    {
        var chain = new MarkovCorpus(3);
        double[,] counts = new double[MarkovCorpus.States, MarkovCorpus.States];
        foreach (string document in chain.Documents().Take(4000))
        {
            int[] states = [.. document.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            foreach (var (state, next) in states.Zip(states.Skip(1)))
                counts[state, next]++;
        }
        Assert.All(Enumerable.Range(0, MarkovCorpus.States), state =>
        {
            double total = Enumerable.Range(0, MarkovCorpus.States).Sum(next => counts[state, next]);
            Assert.Equal(1, Enumerable.Range(0, MarkovCorpus.States).Sum(next => chain.Probability(state, next)), 9);
            for (int next = 0; next < MarkovCorpus.States; next++)
                Assert.Equal(chain.Probability(state, next), counts[state, next] / total, 0.02);
        });
        Assert.InRange(chain.EntropyRate(), 3.9, Math.Log(MarkovCorpus.States));
    }

    [Fact]
    public void Write_Documents_ReadBackOneByOne()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("out/text.txt");

        Assert.Equal(2, Corpus.Write(["one\ntwo\n", "three"], path));
        Assert.Equal(["one\ntwo\n", "three\n"], TextFiles.Documents(path, Corpus.Separator));
    }
}
