namespace Reverie.Environments.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("sise", "size")]
    [InlineData("MAX_STEP", "max_steps")]
    [InlineData("completely", null)]
    [InlineData("", null)]
    public void Find_Name_OffersOnlyWhatIsNear(string name, string? expected) => Assert.Equal(expected, NearestName.Find(name, ["size", "max_steps"]));

    [Fact]
    public void Find_NoNames_FindsNone() => Assert.Null(NearestName.Find("size", []));
}
