using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Caching;
using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Training.Algorithms;

namespace Reverie.Play.Tests.Games;

/// <summary>What is to be seen inside agents, and that looking changes nothing.</summary>
public sealed class InsideTests(TrainedRuns runs)
{
    private readonly object _somebody = new();

    [Fact]
    public void Inside_NobodyLooks_IsNotComputed()
    {
        using var game = runs.Game(runs.Dreamer("words"));
        Assert.Null(game.View.Inside);
        Assert.True(game.LookInside(_somebody, looks: true));
        Assert.NotEmpty(game.View.Inside!);
        Assert.True(game.LookInside(_somebody, looks: false));
        Assert.Null(game.View.Inside);
    }

    [Theory]
    [InlineData("iris", Place.Dream)]
    [InlineData("words", Place.Environment)]
    [InlineData("words", Place.Dream)]
    [InlineData("early", Place.Environment)]
    [InlineData("language", Place.Environment)]
    [InlineData("language", Place.Both)]
    public void Inside_SomebodyLooks_ChangesNothing(string kind, Place place)
    {
        var run = kind == "iris" ? runs.IrisRun : runs.Dreamer(kind);
        using var looked = new Game(runs.Setup(run), new() { Place = place });
        using var alone = new Game(runs.Setup(run), new() { Place = place });
        looked.LookInside(_somebody, looks: true);
        for (int i = 0; i < 12; i++)
        {
            looked.Tick();
            alone.Tick();
            var (a, b) = (looked.View, alone.View);
            Assert.NotNull(a.Inside);
            Assert.Null(b.Inside);
            Assert.Equal((b.Scene.Did, b.Scene.Would, b.Scene.Thought?.Value), (a.Scene.Did, a.Scene.Would, a.Scene.Thought?.Value));
            Assert.Equal(b.Scene.Thought?.Probabilities, a.Scene.Thought?.Probabilities);
            Assert.Equal(b.Scene.Panels[0].Pixels, a.Scene.Panels[0].Pixels);
        }
    }

    [Theory]
    [InlineData("words")]
    [InlineData("early")]
    [InlineData("language")]
    public void Inside_Words_ShowsWhatWasExpectedBesideWhatCame(string kind)
    {
        using var game = runs.Game(runs.Dreamer(kind));
        game.LookInside(_somebody, looks: true);
        _ = game.View;
        var said = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            game.Tick();
            var word = Find(game, "The word");
            Assert.InRange(word.Bars.Count, 5, 6);
            Assert.Equal(word.Texts.Single(text => text.Key == "came").Value, Assert.Single(word.Bars, bar => bar.IsMarked).Name);
            Assert.InRange(word.Bars.Sum(bar => bar.Value), 1e-3, 1 + 1e-6);
            said.Add(word.Texts[0].Value);
            Assert.Equal(["entropy, seen", "entropy, expected", "surprise"], Find(game, "Latent state").Texts.Select(text => text.Key));
        }
        string mission = game.View.Scene.Texts.Single(text => text.Key == "mission").Value;
        // The first word was said before the first step.
        Assert.Equal(mission.Split(' ')[1..4], said);
        game.Visit(Place.Dream);
        game.Tick();
        var dreamt = game.View.Inside!.SingleOrDefault(insight => insight.Title == "The word");
        Assert.Equal(kind == "language" ? 1 : 0, dreamt?.Bars.Count(bar => bar.IsMarked));
    }

    [Fact]
    public void Inside_LanguageModelThatRemembers_ShowsWhereItLooks()
    {
        using var game = runs.Game(runs.Dreamer("language"));
        game.LookInside(_somebody, looks: true);
        for (int i = 1; i < 5; i++)
        {
            game.Tick();
            var attention = Find(game, "Attention over the steps so far");
            Assert.Equal(i + 1, attention.Row.Count);
            Assert.Equal(1, attention.Row.Sum(), 1e-5);
        }
    }

    [Fact]
    public void Inside_StateSpaceModelThatRemembers_ShowsHowFarItMoved()
    {
        using var game = runs.Game(runs.Dreamer("mamba"));
        game.LookInside(_somebody, looks: true);
        _ = game.View;
        game.Tick();
        var moved = Find(game, "How far the memory moved");
        Assert.Equal(["layer 1", "layer 2", "layer 3"], moved.Bars.Select(bar => bar.Name));
        Assert.All(moved.Bars, bar => Assert.True(bar.Value > 0));
    }

    [Fact]
    public void Inside_DreamOfIris_ShowsAttentionByStep()
    {
        using var game = runs.Game(runs.IrisRun, new() { Horizon = 20 });
        game.LookInside(_somebody, looks: true);
        Assert.Contains("side by side", Assert.Single(game.View.Inside!).Note);
        game.Visit(Place.Dream);
        Assert.Single(Find(game, "Attention over the steps so far").Row);
        game.Tick();
        if (game.View.Scene.End is not null)
            return;
        var row = Find(game, "Attention over the steps so far").Row;
        Assert.Equal((2, 1), (row.Count, Math.Round(row.Sum(), 5)));
        Assert.All(row, share => Assert.InRange(share, 1e-6, 1));
    }

    [Fact]
    public void Tick_IrisOfPictures_TellsTheMission()
    {
        using var game = runs.Game(runs.IrisRun);
        Assert.Equal("get to the green goal square", Assert.Single(game.View.Scene.Texts, text => text.Key == "mission").Value);
    }

    [Theory]
    [InlineData("guidance.kind=policy", "policy", "the probability that it, and not the learner, chooses")]
    [InlineData("guidance.kind=shaping", "reward", "up to 0.005 for what fits better than 0.84")]
    [InlineData("guidance.kind=direct", "policy", "1: wherever the adviser says something")]
    public void Inside_GuidedPpo_ShowsTheExpertsAdviceAndItsWeight(string kind, string name, string weight)
    {
        using var game = runs.Game(runs.GuidedPpo(kind));
        Assert.Equal("ppo has no world model to dream with; IRIS and Dreamer have one.", Dreaming(game));
        Assert.Equal((Place.Environment, Dreaming(game)), (game.View.Place, game.View.WhyNoDream));
        game.LookInside(_somebody, looks: true);
        // The goal is two steps ahead, to the right, and two more: the shortest way is known.
        Assert.Equal(["forward", "forward", "right", "forward", "forward"], Enumerable.Range(0, 5).Select(_ => Follow(game)));
        Assert.Contains("success", game.View.Scene.End);
        Assert.Empty(game.View.Inside!);
        game.Do(GameCommand.Reset);
        Assert.Contains(Find(game, "What the advice weighs").Texts, text => text.Key == name && text.Value.Contains(weight, StringComparison.Ordinal));
    }

    [Fact]
    public void Inside_GuidedByWordsFromACache_ShowsQuestionAnswerAndWhatItWasTakenFor()
    {
        using var folder = new TemporaryFolder();
        string file = folder.In("advice.db");
        var run = runs.GuidedPpo(
            "guidance.kind=both", "guidance.adviser.name=words", "guidance.adviser.words.kind=cached", "guidance.adviser.words.choice=list",
            "guidance.adviser.words.cache.identity=somebody", $"guidance.adviser.words.cache.file={file}");
        var setup = runs.Setup(run);
        using var game = new Game(setup, new());
        game.LookInside(_somebody, looks: true);
        var unknown = Settled(game);
        Assert.Contains(unknown.Texts, text => text is { Key: "answer", Value: "nothing: the cache does not know" });
        string situation = unknown.Texts.Single(text => text.Key == "asked").Value;
        Assert.StartsWith("My goal is: get to the green goal square. I see", situation);

        var image = new NdArray<byte>(7, 7, 3);
        setup.World.Current["image"].Row(0).CopyTo(image.Span);
        string[] captions = [.. Enumerable.Range(0, 7).Select(action => Caption.Describe(image, (GridAction)action))];
        using (var cache = new AdviceCache(file))
            cache.AddAnswer("somebody", new Question(situation) { Choices = [.. captions.Distinct()] }.Key, new(captions[1]));
        game.Do(GameCommand.Reset);
        game.Key("m", isDown: true);
        // Turning about leads back to the view that is known.
        for (int i = 0; i < 4; i++)
        {
            game.Key("ArrowLeft", isDown: true);
            Settled(game);
        }
        var known = Settled(game);
        Assert.Equal(situation, known.Texts.Single(text => text.Key == "asked").Value);
        Assert.Equal($"right ({captions[1].TrimEnd('.')})", known.Texts.Single(text => text.Key == "taken for").Value);
        Assert.Equal("right", Assert.Single(known.Bars, bar => bar.IsMarked).Name);
        Assert.Contains("from the cache", known.Texts[0].Value);
        Assert.Equal(["policy", "reward"], Find(game, "What the advice weighs").Texts.Select(text => text.Key));
    }

    [Fact]
    public void Inside_AdviserThatCannotBeHad_IsSaidInOneSentence()
    {
        var run = runs.GuidedPpo("guidance.kind=policy");
        using var game = new Game(
            GameSetups.OfRun(runs.Host.Open(run, ["guidance.adviser.name=words", "guidance.adviser.words.model=/nowhere"]), runs.Host), new());
        game.LookInside(_somebody, looks: true);
        Assert.StartsWith("Nobody can be asked: ", Assert.Single(game.View.Inside!).Note);
        game.Tick();
        Assert.StartsWith("Nobody can be asked: ", Assert.Single(game.View.Inside!).Note);
    }

    private static string? Dreaming(Game game)
    {
        game.Visit(Place.Dream);
        return game.View.Message;
    }

    /// <summary>Does what is advised.</summary>
    private static string Follow(Game game)
    {
        string advised = Find(game, "The adviser").Texts.Single(text => text.Key == "answer").Value;
        if (!game.View.IsYours)
            game.Key("m", isDown: true);
        game.Key(advised switch { "left" => "ArrowLeft", "right" => "ArrowRight", _ => "ArrowUp" }, isDown: true);
        return advised;
    }

    private static Insight Settled(Game game)
    {
        Assert.True(SpinWait.SpinUntil(() => !Find(game, "The adviser").IsPending, TimeSpan.FromSeconds(30)), "No answer came.");
        return Find(game, "The adviser");
    }

    private static Insight Find(Game game, string title) => game.View.Inside!.Single(insight => insight.Title.StartsWith(title, StringComparison.Ordinal));
}
