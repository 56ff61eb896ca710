using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Training.Data;

namespace Reverie.Play.Tests.Games;

/// <summary>The game with agents of Dreamer, from pictures, with words, and with a language model as what remembers.</summary>
public sealed class DreamerGameTests(TrainedRuns runs)
{
    [Theory]
    [InlineData("pictures")]
    [InlineData("words")]
    [InlineData("language")]
    public void Tick_Dreamer_ShowsWhatTheAgentThinks(string kind)
    {
        using var game = runs.Game(runs.Dreamer(kind), new() { Panes = true });
        Assert.True(game.Tick());
        Assert.True(game.Tick());
        var scene = game.View.Scene;
        Assert.Equal(2, scene.Step);
        Assert.Equal("environment", scene.Panels[0].Name);
        Assert.Equal("reconstruction", scene.Panels[^1].Name);
        Assert.Equal(1, scene.Thought!.Probabilities!.Sum(), 1e-6);
        Assert.NotNull(scene.Thought.Value);
        Assert.Contains(scene.Texts, text => text.Key == "mission" && text.Value.Length > 5);
        Assert.Equal([Place.Environment, Place.Dream, Place.Both, Place.Episode], game.View.Places);
    }

    [Theory]
    [InlineData("pictures")]
    [InlineData("words")]
    [InlineData("language")]
    public void Key_TakenControl_IsRememberedByTheAgent(string kind)
    {
        using var game = runs.Game(runs.Dreamer(kind), new() { Panes = true });
        using var other = runs.Game(runs.Dreamer(kind), new() { Panes = true });
        Assert.True(game.Key("m", isDown: true));
        other.Key("m", isDown: true);
        Assert.True(game.View is { IsYours: true, IsWaiting: true });
        game.Key("ArrowRight", isDown: true);
        game.Key("ArrowUp", isDown: true);
        other.Key("ArrowLeft", isDown: true);
        other.Key("ArrowUp", isDown: true);
        Assert.Equal((2, 2), (game.View.Scene.Step, game.View.Scene.Did));
        Assert.NotEqual(game.View.Scene.Panels[^1].Pixels, other.View.Scene.Panels[^1].Pixels);
        game.Key("m", isDown: true);
        game.Tick();
        Assert.Equal((3, false), (game.View.Scene.Step, game.View.IsYours));
    }

    [Theory]
    [InlineData("pictures")]
    [InlineData("words")]
    [InlineData("language")]
    public void Dream_OfDreamer_IsPlayedByYouAndByTheAgentAndLeavesTheAgentAsItWas(string kind)
    {
        using var game = runs.Game(runs.Dreamer(kind), new() { Place = Place.Dream, IsYours = true, Horizon = 4 });
        Assert.True(game.View is { Place: Place.Dream, IsWaiting: true, Message: null });
        Assert.Equal("dream", Assert.Single(game.View.Scene.Panels).Name);
        game.Key("ArrowUp", isDown: true);
        Assert.Equal((1, 2), (game.View.Scene.Step, game.View.Scene.Did));
        Assert.NotNull(game.View.Scene.Continue);
        game.Key("m", isDown: true);
        for (int i = 0; i < 6 && game.View.Scene.End is null; i++)
            game.Tick();
        Assert.InRange(game.View.Scene.Step, 1, 4);
        Assert.NotNull(game.View.Scene.Thought!.Probabilities);

        game.Visit(Place.Environment);
        game.Tick();
        var before = game.View.Scene;
        game.Visit(Place.Dream);
        game.Tick();
        game.Visit(Place.Both);
        game.Tick();
        Assert.Equal(["environment", "dream", "difference"], game.View.Scene.Panels.Select(panel => panel.Name));
        Assert.Null(game.View.Message);
        game.Visit(Place.Environment);
        Assert.Null(game.View.Message);
        // Side by side is a step of the environment, too; the dream alone is none.
        Assert.Equal(0, game.View.Scene.Step);
        Assert.NotNull(before.Thought);
    }

    [Theory]
    [InlineData("pictures")]
    [InlineData("words")]
    [InlineData("language")]
    public void DreamFromHere_StoredStepOfDreamer_GoesOnWithTheStoredActions(string kind)
    {
        var run = runs.Dreamer(kind);
        using var game = runs.Game(run);
        game.Open("test", 0, 3);
        using var stream = File.OpenRead(Path.Combine(run.MediaEpisodes, "test", game.View.Scene.Episode!.Name));
        var episode = EpisodeFile.Read(stream);
        Assert.True(episode.End.IsOver && episode.Length == game.View.Scene.Episode.Length);
        game.Do(GameCommand.DreamFromHere);
        Assert.Equal((Place.Both, null), (game.View.Place, game.View.Message));
        game.Do(GameCommand.Step);
        Assert.Equal((int)episode.Integers[3], game.View.Scene.Did);
        game.Do(GameCommand.Step);
        Assert.Equal((int)episode.Integers[4], game.View.Scene.Did);
        game.Open("test", 0, 1);
        var strip = game.Strip();
        Assert.Equal(strip.Steps, strip.Differences.Count);
    }
}
