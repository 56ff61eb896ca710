using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Training.Data;
using Reverie.Training.Runs;

namespace Reverie.Play.Tests.Games;

/// <summary>The game without a screen, with real agents.</summary>
public sealed class GameTests(TrainedRuns runs)
{
    [Fact]
    public void Tick_Iris_ShowsWhatTheAgentSeesAndThinks()
    {
        using var game = runs.Game(runs.IrisRun, new() { Panes = true });
        Assert.True(game.Tick());
        var scene = game.View.Scene;
        Assert.Equal(1, scene.Step);
        Assert.Equal(["environment", "what the agent sees", "reconstruction"], scene.Panels.Select(panel => panel.Name));
        Assert.Equal((32, 32), (scene.Panels[1].Height, scene.Panels[2].Width));
        var thought = scene.Thought!;
        Assert.Equal(7, thought.Probabilities!.Count);
        Assert.Equal(1, thought.Probabilities.Sum(), 1e-6);
        Assert.Equal(thought.Probabilities.ToList().IndexOf(thought.Probabilities.Max()), scene.Would);
        Assert.NotNull(thought.Value);
        Assert.Equal((2, 4, 32), (thought.Tokens!.Columns, thought.Tokens.Tokens.Count, thought.Tokens.Vocabulary));
    }

    [Fact]
    public void Tick_Ppo_ShowsWhatTheAgentThinksAndHasNoDream()
    {
        using var game = runs.Game(runs.PpoRun);
        game.Tick();
        Assert.Equal(1, game.View.Scene.Thought!.Probabilities!.Sum(), 1e-6);
        Assert.Contains(game.View.Scene.Texts, text => text.Key == "mission" && text.Value.Contains("goal", StringComparison.Ordinal));
        Assert.DoesNotContain(Place.Dream, game.View.Places);
        game.Visit(Place.Dream);
        Assert.Equal((Place.Environment, "ppo has no world model to dream with; IRIS and Dreamer have one."), (game.View.Place, game.View.Message));
    }

    [Fact]
    public void Key_OfAnAction_ActsWhereAPersonHasControl()
    {
        using var game = runs.Game(runs.IrisRun);
        Assert.True(game.Key("m", isDown: true));
        Assert.True(game.View is { IsYours: true, IsWaiting: true });
        Assert.True(game.Key("ArrowRight", isDown: true)); // turn right: at once, not with the next frame
        Assert.Equal((1, 1), (game.View.Scene.Step, game.View.Scene.Did));
        game.Tick();
        Assert.Equal(1, game.View.Scene.Step); // the game waits for the next key
        game.Key("m", isDown: true);
        game.Tick();
        Assert.Equal(2, game.View.Scene.Step);
        Assert.Equal(Place.Environment, game.View.Place);
        game.Key("ArrowRight", isDown: true); // without control the arrows lead elsewhere
        Assert.Equal(Place.Dream, game.View.Place);
    }

    [Fact]
    public void Dream_FromTheEnvironment_EndsAtItsHorizonAndLeavesTheAgentAsItWas()
    {
        using var game = runs.Game(runs.IrisRun, new() { Horizon = 3 });
        for (int i = 0; i < 4; i++)
            game.Tick();
        var before = game.View.Scene;
        game.Visit(Place.Dream);
        Assert.Equal("dream", Assert.Single(game.View.Scene.Panels).Name);
        int steps = 0;
        while (game.View.Scene.End is null && ++steps < 10)
            game.Tick();
        Assert.True(game.View.Scene.Step <= 3);
        Assert.NotNull(game.View.Scene.Continue);
        game.Visit(Place.Environment);
        var after = game.View.Scene;
        Assert.Equal(before.Thought!.Probabilities, after.Thought!.Probabilities);
        Assert.Equal(before.Thought.Value, after.Thought.Value);
        Assert.Equal(before.Panels[0].Pixels, after.Panels[0].Pixels);
    }

    [Fact]
    public void Options_YouInTheDream_WaitsForYourKeys()
    {
        using var game = runs.Game(runs.IrisRun, new() { Place = Place.Dream, IsYours = true });
        Assert.True(game.View is { Place: Place.Dream, IsWaiting: true });
        game.Key("ArrowUp", isDown: true);
        Assert.Equal((1, 2), (game.View.Scene.Step, game.View.Scene.Did));
    }

    [Fact]
    public void Both_SameActions_StartsFromOnePictureAndMarksWhereTheyPart()
    {
        using var game = runs.Game(runs.IrisRun);
        game.Visit(Place.Both);
        var scene = game.View.Scene;
        Assert.Equal(["environment", "dream", "difference"], scene.Panels.Select(panel => panel.Name));
        Assert.Equal(scene.Panels[0].Pixels, scene.Panels[1].Pixels);
        Assert.Equal((0d, null), (scene.Difference, scene.Parted));
        int? parted = null;
        for (int i = 0; i < 8; i++)
        {
            game.Tick();
            scene = game.View.Scene;
            parted ??= scene.Difference > BothStage.Parting ? scene.Step : null;
            Assert.Equal(parted, scene.Parted);
        }
    }

    [Fact]
    public void Episodes_Keys_MoveAndTurn()
    {
        using var game = runs.Game(runs.IrisRun, new() { Place = Place.Episode });
        var first = game.View.Scene;
        Assert.Equal("test", first.Episode!.Source);
        game.Key("ArrowRight", isDown: true);
        game.Key("ArrowUp", isDown: true);
        Assert.Equal(11, game.View.Scene.Step);
        game.Key("ArrowLeft", isDown: true);
        Assert.Equal(10, game.View.Scene.Step);
        game.Key("ArrowDown", isDown: true);
        game.Key("ArrowDown", isDown: true);
        Assert.Equal(0, game.View.Scene.Step);
        game.Key("PageDown", isDown: true);
        Assert.NotEqual(first.Episode.Name, game.View.Scene.Episode!.Name);
        game.Key("PageUp", isDown: true);
        Assert.Equal(first.Episode, game.View.Scene.Episode);
        Assert.Equal(first.Panels[0].Pixels, game.View.Scene.Panels[0].Pixels);
        var sources = new List<string>();
        do
        {
            game.Key("s", isDown: true);
            sources.Add(game.View.Scene.Episode!.Source);
        }
        while (sources[^1] != "test" && sources.Count < 5);
        Assert.Equal(["imagination", "test"], sources.TakeLast(2));
    }

    [Fact]
    public void DreamFromHere_StoredStep_GoesOnWithTheStoredActions()
    {
        using var game = runs.Game(runs.IrisRun);
        game.Open("test", 0, 5);
        string folder = Path.Combine(runs.IrisRun.MediaEpisodes, "test");
        using var stream = File.OpenRead(Path.Combine(folder, game.View.Scene.Episode!.Name));
        var episode = EpisodeFile.Read(stream);
        game.Do(GameCommand.DreamFromHere);
        Assert.Equal(Place.Both, game.View.Place);
        Assert.Equal(game.View.Scene.Panels[0].Pixels, game.View.Scene.Panels[1].Pixels);
        game.Do(GameCommand.Step);
        Assert.Equal((int)episode.Integers[5], game.View.Scene.Did);
        game.Do(GameCommand.Step);
        Assert.Equal((int)episode.Integers[6], game.View.Scene.Did);
        game.Visit(Place.Environment);
        game.Do(GameCommand.Step);
        Assert.Null(game.View.Message);
    }

    [Fact]
    public void Strip_StoredStep_HasThreeRowsThatBeginAlike()
    {
        using var game = runs.Game(runs.IrisRun);
        Assert.Throws<PlayException>(game.Strip);
        game.Open("test", 0, 2);
        var strip = game.Strip();
        Assert.Equal((3 * 32) + (2 * 2), strip.Sheet.Height);
        Assert.Equal(strip.Steps, strip.Differences.Count);
        Assert.Equal((strip.Steps - 1, 0d), (strip.Rewards.Count, strip.Differences[0]));
        Assert.Equal(strip.Differences.ToList().FindIndex(share => share > BothStage.Parting), strip.Parted ?? -1);
        Assert.Equal(2, game.View.Scene.Step);
    }

    [Fact]
    public void Newer_CheckpointBetweenEpisodes_TakesThePlace()
    {
        using var folder = new TemporaryFolder();
        var run = runs.Train(folder.Path, [.. TrainedRuns.Iris, "common.epochs=1", "common.seed=7"]);
        using var game = runs.Game(run);
        var before = game.View.Scene.Thought!.Probabilities!;
        runs.Host.Open(run, ["common.epochs=3"]).Train();
        Assert.Equal(before, game.View.Scene.Thought!.Probabilities!);
        game.Do(GameCommand.Reset);
        Assert.NotEqual(before, game.View.Scene.Thought!.Probabilities!);
    }

    [Fact]
    public async Task Training_WithAViewer_GivesTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        var (algorithm, config) = runs.Host.Compose(TrainedRuns.Iris);
        var session = runs.Host.Create(algorithm, config, folder.Path, ["reverie", "train"]);
        using var ends = new CancellationTokenSource();
        int frames = 0;
        var viewer = Task.Factory.StartNew(() => Watch(session.Folder, ends.Token, ref frames), TaskCreationOptions.LongRunning);
        Assert.True(session.Train());
        await ends.CancelAsync();
        await viewer;
        Assert.True(frames > 0, "The viewer saw nothing.");
        Assert.Equal(TrainedRuns.Weights(runs.IrisRun), TrainedRuns.Weights(session.Folder));
    }

    /// <summary>Looks at a run's numbers all the time, and at its agent as soon as there is one.</summary>
    private void Watch(RunFolder run, CancellationToken stop, ref int frames)
    {
        var shelf = new RunShelf(Path.Combine(run.Path, "..", ".."));
        Game? game = null;
        while (!stop.IsCancellationRequested || game is null)
        {
            RunSummary.Of(shelf.All[0], TrainingProcesses.Runs());
            if (game is null && Directory.EnumerateDirectories(run.Checkpoints, "0*").Any())
                game = new Game(GameSetups.OfRun(TrainedRuns.CreateHost().Open(run, []), TrainedRuns.CreateHost()), new() { Place = Place.Dream });
            game?.Do(GameCommand.Step);
            frames += game is null ? 0 : 1;
        }
        game.Dispose();
    }
}
