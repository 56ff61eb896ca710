using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Tests.Advisers.Prompts;

public sealed class PromptTemplateTests
{
    [Fact]
    public void Load_OfEveryPromptThatComesWithReverie_HasItsVersionInItsName()
    {
        Assert.Equal(["coach.1", "grid.1"], PromptTemplate.BuiltIn);
        foreach (string name in PromptTemplate.BuiltIn)
            Assert.Matches($"^{name}-[0-9a-f]{{8}}$", PromptTemplate.Load(name).Identity);
        Assert.True(PromptTemplate.Load("coach.1").Examples.Count >= 5);
    }

    [Fact]
    public void Parse_OfAnEditedPrompt_GivesAnotherIdentity() =>
        Assert.NotEqual(PromptTemplate.Parse("p", "[system]\na").Identity, PromptTemplate.Parse("p", "[system]\nb").Identity);

    [Fact]
    public void Plain_OfAQuestionThatHoldsMarks_FillsOnePlaceOnce()
    {
        var prompt = PromptTemplate.Parse("p", "# why\n[plain]\nQ: {situation}\nA:\n[list]\none of {choices}");
        Assert.Equal("Q: {situation} {choices}\nA:", prompt.Plain("{situation} {choices}"));
        Assert.Equal("{choices}?\none of x\ny", prompt.Ask(new("{choices}?") { Choices = ["x", "y"] }));
    }

    [Theory]
    [InlineData("hello\n[system]\na")]
    [InlineData("[user]\na")]
    [InlineData("[assistant]\na")]
    [InlineData("[plain]\na")]
    [InlineData("[system]\na\n[system]\nb")]
    public void Parse_OfWhatIsNoPrompt_SaysWhatToWrite(string text) =>
        Assert.Contains("'p'", Assert.Throws<AdviserException>(() => PromptTemplate.Parse("p", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_OfAnUnknownName_NamesThoseThereAre() =>
        Assert.Contains("coach.1", Assert.Throws<AdviserException>(() => PromptTemplate.Load("coach.0")).Message, StringComparison.Ordinal);
}
