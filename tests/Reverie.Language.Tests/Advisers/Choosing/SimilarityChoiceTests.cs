using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Choosing;
using Reverie.Language.Advisers.Similarity;

namespace Reverie.Language.Tests.Advisers.Choosing;

public sealed class SimilarityChoiceTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\n\nb \r\nc\rd", new[] { "a", "", "b ", "c", "d" })]
    [InlineData("\na\u2028b\x1c\x85", new[] { "", "a", "b", "" })]
    public void Lines_OfAnAnswer_AreThoseOfPython(string text, string[] expected) => Assert.Equal(expected, SimilarityChoice.Lines(text));

    [Fact]
    public async Task ChooseAsync_OfSeveralLines_ScoresEachCaptionByItsBestLine()
    {
        var advice = await Choose("1. go\n- \"turn\"\nnever", stripMarks: true, ("left.", "go", 0.5f), ("left.", "turn", 0.9f), ("right.", "go", 0.25f), ("right.", "never", -0.5f));
        Assert.Equal([0.9f, 0.25f, 0f], advice.Scores);
        Assert.Equal(0, advice.Best);
    }

    [Fact]
    public async Task ChooseAsync_AsTheFoundingProject_LeavesListMarks()
    {
        var advice = await Choose("1. go\n", stripMarks: false, ("left.", "go", 0.5f), ("right.", "1. go", 0.25f));
        Assert.Equal([0f, 0.25f, 0f], advice.Scores);
    }

    private static Task<Advice> Choose(string answer, bool stripMarks, params (string A, string B, float Value)[] table) =>
        new SimilarityChoice(new OneAnswer(answer), new Table(table), stripMarks).ChooseAsync("where?", ["left.", "right.", "nothing."], default);

    private sealed class OneAnswer(string text) : IAdviser
    {
        public string Identity => "one";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellation = default) => Task.FromResult(new Answer(text));

        public void Dispose()
        {
        }
    }

    private sealed class Table((string A, string B, float Value)[] table) : ISimilarity
    {
        public float Of(string a, string b) => table.FirstOrDefault(entry => entry.A == a && entry.B == b).Value;
    }
}
