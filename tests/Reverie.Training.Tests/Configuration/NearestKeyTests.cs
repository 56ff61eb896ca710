using Reverie.Training.Configuration;

namespace Reverie.Training.Tests.Configuration;

public sealed class NearestKeyTests
{
    [Theory]
    [InlineData("devcie", "device")]
    [InlineData("SEED", "seed")]
    [InlineData("banana", null)]
    public void Find_Names_GivesOnlyWhatIsNear(string name, string? nearest) =>
        Assert.Equal(nearest, NearestKey.Find(name, ["seed", "device", "epochs"]));

    [Fact]
    public void Find_NothingKnown_IsNull() => Assert.Null(NearestKey.Find("seed", []));
}
