using Reverie.Training.Configuration;

namespace Reverie.Training.Tests.Configuration;

public sealed class NearestKeyTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("devcie", "device", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("Seed", "seed", 0)]
    public void EditDistance_KnownPairs_IsMinimal(string a, string b, int distance) =>
        Assert.Equal(distance, NearestKey.EditDistance(a, b));

    [Fact]
    public void Find_NothingSimilar_IsNull() => Assert.Null(NearestKey.Find("banana", ["seed", "device"]));
}
