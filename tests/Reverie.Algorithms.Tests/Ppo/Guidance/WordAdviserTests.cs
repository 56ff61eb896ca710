using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Choosing;
using Reverie.Language.Advisers.Limits;
using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests.Ppo.Guidance;

/// <summary>Advisers that are told in words what is seen.</summary>
public sealed class WordAdviserTests
{
    private const int Actions = 7;

    [Fact]
    public void Advise_OfTwoEnvironments_TellsEachAndScoresEach()
    {
        var choice = new FirstLetter();
        var (adviser, scores) = (new WordAdviser(new ActionAdviser("test", choice, new Budget(new()), []), Actions, 2, history: 0), new float[2 * Actions]);
        adviser.Advise(Look("BabyAI-GoToLocal-v0", "BabyAI-GoToLocal-v0"), scores);
        Assert.Equal(2, choice.Asked.Count);
        Assert.All(choice.Asked, asked => Assert.Equal(("turn left.", "turn right.", Actions), (asked.Captions[0], asked.Captions[1], asked.Captions.Count)));
        Assert.All(choice.Asked, asked => Assert.StartsWith("My goal is: go to ", asked.Situation, StringComparison.Ordinal));
        Assert.NotEqual(choice.Asked[0].Situation, choice.Asked[1].Situation);
        // The first environment is advised to turn left, the second to turn right.
        Assert.Equal([1f, 0f], scores[..2]);
        Assert.Equal([0f, 1f], scores[Actions..(Actions + 2)]);
        var metrics = new Dictionary<string, double>();
        adviser.Log(metrics);
        Assert.Equal(2, metrics["adviser/questions"]);
        adviser.Dispose();
    }

    [Fact]
    public void Advise_OfAnotherWorld_SaysWhatToTakeInstead()
    {
        using var adviser = new WordAdviser(new ActionAdviser("test", new FirstLetter(), new Budget(new()), []), 2, 1, history: 0);
        Assert.Contains("bot or random", Assert.Throws<ConfigException>(() => adviser.Advise(Look("CartPole-v1"), new float[2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_WithAHistory_TellsTheLastStepsAndGoesOnAfterARestore()
    {
        var choice = new FirstLetter();
        using var adviser = new WordAdviser(new ActionAdviser("test", choice, new Budget(new()), []), Actions, 1, history: 2);
        var look = Look("MiniGrid-Empty-5x5-v0");
        look.Taken.Integers[0] = 1;
        for (int step = 0; step < 4; step++)
        {
            look.Seen.IsFirst[0] = step == 0;
            adviser.Advise(look, new float[Actions]);
        }
        string now = choice.Asked[0].Situation["My goal is: get to the green goal square. ".Length..];
        string[] told = [.. choice.Asked.Select(asked => asked.Situation["My goal is: get to the green goal square. ".Length..])];
        string before = $"Before: {now} Action: turn right. ";
        Assert.Equal([now, $"{before}Now: {now}", $"{before}{before}Now: {now}", $"{before}{before}Now: {now}"], told);
        Assert.Equal("turn left.", choice.Asked[3].Captions[0]);

        using var saved = new MemoryStream();
        adviser.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using var other = new WordAdviser(new ActionAdviser("test", choice, new Budget(new()), []), Actions, 1, history: 2);
        other.Restore(new BinaryReader(saved));
        other.Advise(look, new float[Actions]);
        Assert.Equal(choice.Asked[3].Situation, choice.Asked[4].Situation);
        look.Seen.IsFirst[0] = true;
        other.Advise(look, new float[Actions]);
        Assert.Equal(choice.Asked[0].Situation, choice.Asked[5].Situation);
    }

    [Fact]
    public void Train_OnACacheThatKnowsNothing_GoesOnWithoutAdvice()
    {
        using var folder = new TemporaryFolder();
        using var run = new PpoRun(
            "algo=ppo", "env.id=MiniGrid-Empty-5x5-v0", "common.device=cpu", "common.steps=256", "collection.num_envs=2", "collection.num_steps=64", "evaluation.should=false",
            "guidance.kind=policy", "guidance.adviser.name=words", "guidance.adviser.words.kind=cached", "guidance.adviser.words.choice=list",
            "guidance.adviser.words.cache.identity=nobody", $"guidance.adviser.words.cache.file={folder.In("advice.db")}");
        using (var trainer = run.Trainer())
            Assert.True(trainer.Run());
        string metrics = File.ReadAllText(Directory.EnumerateFiles(run.Folder.Path, "metrics.jsonl", SearchOption.AllDirectories).Single());
        Assert.Contains("\"guidance/advised\":0", metrics, StringComparison.Ordinal);
        Assert.Contains("\"adviser/questions\":256", metrics, StringComparison.Ordinal);
    }

    private static AdviceRequest Look(params string[] ids)
    {
        var registry = BuiltInEnvironments.CreateRegistry();
        IEnvironment[] environments = [.. ids.Select(id => registry.Make(id))];
        IArrayEnvironment[] arrays = [.. environments.Select(environment => environment.AsArrays())];
        var seen = new StepBatch(arrays[0].Layout, ids.Length);
        for (int i = 0; i < ids.Length; i++)
            arrays[i].Reset((ulong)i, seen.Row(i));
        return new(seen, new ActionBatch(arrays[0].Layout.Action, ids.Length), environments);
    }

    /// <summary>Advises the first situation to turn left, others to turn right.</summary>
    private sealed class FirstLetter : IChoice
    {
        public List<(string Situation, IReadOnlyList<string> Captions)> Asked { get; } = [];

        public Task<Advice> ChooseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation)
        {
            Asked.Add((situation, captions));
            string wanted = Asked.Count == 1 ? "turn left." : "turn right.";
            return Task.FromResult(new Advice([.. captions.Select(caption => caption == wanted ? 1f : 0f)], new Answer(wanted)));
        }
    }
}
