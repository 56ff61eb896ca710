using Reverie.Environments.Arrays;
using Reverie.Play.Controls;
using Reverie.Play.Games;

namespace Reverie.Play.Tests.Controls;

/// <summary>What keys do, and a user's own.</summary>
public sealed class KeyMapTests
{
    private static readonly string[] Names = ["left", "right", "forward", "pickup", "drop", "toggle", "done"];
    private static readonly ActionSpec Seven = ActionSpec.Discrete(7);

    [Fact]
    public void Find_SameKey_DependsOnWhoActsAndWhere()
    {
        var map = new KeyMap(Seven, Names);
        Assert.Equal("forward", map.Find("ArrowUp", isYours: true, Place.Environment).Action!.Name);
        Assert.Equal(GameCommand.HorizonUp, map.Find("ArrowUp", isYours: false, Place.Dream).Command);
        Assert.Equal(GameCommand.HorizonUp, map.Find("Shift+ArrowUp", isYours: true, Place.Dream).Command);
        Assert.Equal(GameCommand.OnTen, map.Find("ArrowUp", isYours: true, Place.Episode).Command);
        Assert.Equal(GameCommand.Record, map.Find(",", isYours: true, Place.Environment).Command);
        Assert.Equal((null, null), map.Find("F5", isYours: true, Place.Environment));
    }

    [Fact]
    public void Actions_OfEveryKind_HaveKeysWhereTheyCan()
    {
        Assert.Equal(7, new KeyMap(Seven, Names).Actions.Values.Distinct().Count());
        Assert.Equal(["ArrowLeft", "ArrowRight"], new KeyMap(ActionSpec.Discrete(2), []).Actions.Keys.Where(key => key.Length > 1));
        var numbers = new KeyMap(ActionSpec.Continuous([-2], [float.PositiveInfinity]), []).Actions;
        Assert.Equal((-2f, 1f), (numbers["ArrowLeft"].Value, numbers["ArrowRight"].Value));
        Assert.Empty(new KeyMap(ActionSpec.MultiDiscrete(2, 3), []).Actions);
    }

    [Fact]
    public void Parse_OwnKeys_TakeThePlaceOfTheUsual()
    {
        var changes = KeyChanges.Parse("actions:\n  left: a\n  2: [w, ArrowUp]\ncommands:\n  pause: Space\n  dream_from_here: x\n", "keys.yaml");
        var map = new KeyMap(Seven, Names, changes);
        Assert.Equal("left", map.Actions["a"].Name);
        Assert.False(map.Actions.ContainsKey("ArrowLeft"));
        Assert.Equal("forward", map.Actions["w"].Name);
        Assert.Equal(GameCommand.Pause, map.Commands["Space"]);
        Assert.False(map.Commands.ContainsKey("."));
        Assert.Equal(GameCommand.DreamFromHere, map.EpisodeCommands["x"]);
    }

    [Theory]
    [InlineData("actions: {jump: j}", "k.yaml: there is no action 'jump'; there are left, right")]
    [InlineData("actions: {rihgt: j}", "did you mean 'right'?")]
    [InlineData("commands: {pauze: j}", "did you mean 'Pause'?")]
    [InlineData("keys: {left: j}", "there is no 'keys' in a file of keys")]
    [InlineData("actions: {left: []}", "'left' needs a key", false)]
    [InlineData("actions: {left: {a: b}}", "'left' needs a key")]
    [InlineData("[a", "k.yaml:2: this is not valid YAML")]
    [InlineData("actions: 3", "actions must be a mapping")]
    public void Parse_Nonsense_IsSaidInOneSentence(string yaml, string sentence, bool isRefused = true)
    {
        if (!isRefused)
        {
            // No keys at all is what it says: the action has none.
            Assert.DoesNotContain(new KeyMap(Seven, Names, KeyChanges.Parse(yaml, "k.yaml")).Actions.Values, does => does.Name == "left");
            return;
        }
        var e = Assert.Throws<PlayException>(() => new KeyMap(Seven, Names, KeyChanges.Parse(yaml, "k.yaml")));
        Assert.Contains(sentence, e.Message);
    }
}
