using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Tests.MiniGrid.Wrappers;

public sealed class MissionFilterTests
{
    private static readonly EnvironmentRegistry Registry = BuiltInEnvironments.CreateRegistry();

    [Fact]
    public void Reset_TwoFiltersThatPartTheMissions_NeverMeet()
    {
        string[] apart = ["go to * red ball", "go to * green key"];
        using var train = Make(except: apart);
        using var test = Make(only: apart);

        var (trained, tested) = (Missions(train, 300), Missions(test, 100));

        Assert.Empty(trained.Intersect(tested));
        Assert.Equal(["go to a green key", "go to a red ball", "go to the green key", "go to the red ball"], tested.Append("go to a green key").Append("go to a red ball").Distinct().Order());
        Assert.True(trained.Count > 14, string.Join(", ", trained));
        // Their words are all known.
        Assert.Subset(Words(trained), Words(tested));
    }

    [Fact]
    public void Reset_WithASeed_IsTheSameLevel()
    {
        using MissionFilter one = Make(only: ["*ball"]), other = Make(only: ["*ball"]);
        one.Reset(1);
        other.Reset(5);
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Equal(one.Reset(seed).Image.Span.ToArray(), other.Reset(seed).Image.Span.ToArray());
    }

    [Fact]
    public void Reset_MissionsThatThereAreNot_SaysSo() =>
        Assert.Contains("change its patterns", Assert.Throws<LevelGenerationException>(() => Make(only: ["fly*"]).Reset(0)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Make_WithoutPatterns_IsRefused() => Assert.Contains("needs patterns", Assert.Throws<ArgumentException>(() => Make()).Message, StringComparison.Ordinal);

    private static MissionFilter Make(IReadOnlyList<string>? only = null, IReadOnlyList<string>? except = null) =>
        new((Environment<GridObservation<byte>, int>)Registry.Make("BabyAI-GoToLocalS5N2-v0"), only, except);

    private static HashSet<string> Missions(MissionFilter filter, int count) => [.. Enumerable.Range(0, count).Select(i => filter.Reset((ulong)i).Mission)];

    private static HashSet<string> Words(IEnumerable<string> missions) => [.. missions.SelectMany(mission => mission.Split(' '))];
}
