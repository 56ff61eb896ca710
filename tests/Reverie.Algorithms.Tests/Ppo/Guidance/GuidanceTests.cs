using System.Text.Json;
using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Vector;
using Reverie.Training.Environments;

namespace Reverie.Algorithms.Tests.Ppo.Guidance;

public sealed class GuidanceTests
{
    private static readonly string[] Small =
    [
        "exp=ppo_minigrid", "env.id=MiniGrid-DoorKey-5x5-v0", "common.device=cpu", "common.do_checkpoint=false", "common.steps=2048", "collection.num_envs=8",
        "collection.num_steps=64", "evaluation.should=false", "training.learning_rate=0",
    ];

    [Theory]
    [InlineData("MiniGrid-DoorKey-5x5-v0")]
    [InlineData("BabyAI-GoToLocal-v0")]
    public void Run_DirectAdviceOfTheBot_SucceedsWithoutLearning(string id)
    {
        var metrics = Metrics([.. Small, $"env.id={id}", "guidance.kind=direct", "guidance.adviser.name=bot"]);
        Assert.True(metrics["train/success"] > 0.95, $"{metrics["train/success"]}");
        Assert.True(metrics["guidance/hits"] > 0.99 && metrics["guidance/weight"] > 0.95);
    }

    [Fact]
    public void Run_WeightOfOneHalf_LetsAdviceChooseAboutHalfOfTheActions()
    {
        var metrics = Metrics([.. Small, "guidance.kind=policy", "guidance.weight.start=0.5", "guidance.weight.end=0.5"]);
        Assert.Equal(0.5, metrics["guidance/weight"], 1e-6);
        Assert.InRange(metrics["guidance/hits"], 0.5, 0.65); // and of the actor's own every seventh
        Assert.InRange(metrics["guidance/kl"], 0.2, 1);
    }

    [Fact]
    public void Run_RandomAdviceWithCoverage_IsGivenThatOften()
    {
        var metrics = Metrics([.. Small, "guidance.kind=shaping", "guidance.adviser.name=random", "guidance.adviser.coverage=0.25", "guidance.shaping.kind=potential"]);
        Assert.InRange(metrics["guidance/advised"], 0.18, 0.32);
        Assert.True(metrics.ContainsKey("guidance/bonus"));
        Assert.False(metrics.ContainsKey("guidance/weight"));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 0.3)]
    public void Run_ComparedWithTheExpert_SaysHowOftenTheAdviceIsRight(double errorRate, double least, double most)
    {
        var metrics = Metrics([.. Small, "common.steps=512", "guidance.kind=direct", $"guidance.adviser.error_rate={errorRate}", "guidance.adviser.compare=true"]);
        Assert.InRange(metrics["guidance/expert"], least, most);
    }

    [Fact]
    public void Pay_Potential_AddsUpToNothingOverAnEpisode()
    {
        const double Gamma = 0.9;
        using var world = World();
        var rewards = new ShapedRewards(new ShapingOptions { Kind = ShapingKind.Potential, Threshold = 0.5, Modifier = 1 }, Gamma, 1);
        var actions = new ActionBatch(world.Layout.Action, 1);
        double sum = 0, discount = 1, largest = 0;
        for (int t = 0; t == 0 || !world.Current.HasEnded(0); t++)
        {
            actions.Integers[0] = t % 2;
            rewards.Choose(world.Current, 0, actions.Integers[0], t % 3 == 0 ? 1 : 0.1f);
            world.Step(actions);
            double bonus = rewards.Pay(world.Current, 0);
            (sum, discount, largest) = (sum + (discount * bonus), discount * Gamma, Math.Max(largest, bonus));
        }
        Assert.Equal(0, sum, 1e-5);
        Assert.Equal(1, largest, 1e-6);
    }

    [Fact]
    public void Pay_Novelty_PaysOnlyWhatChangesTheView()
    {
        using var world = World();
        var rewards = new ShapedRewards(new ShapingOptions { Kind = ShapingKind.Novelty, Threshold = 0.5, Modifier = 1 }, 1, 1);
        Assert.Equal(0, Take(GridAction.Drop)); // nothing in hand: nothing happens
        Assert.Equal(1, Take(GridAction.Left));
        Assert.Equal(0, Take(GridAction.Left));

        float Take(GridAction action)
        {
            var actions = new ActionBatch(world.Layout.Action, 1);
            actions.Integers[0] = (long)action;
            rewards.Choose(world.Current, 0, (long)action, 1);
            world.Step(actions);
            return rewards.Pay(world.Current, 0);
        }
    }

    [Fact]
    public void Distribution_RecordedCosines_GivesRecordedAdvice() => Assert.All(
        Golden.Json("ppo/sound_advice.json").GetProperty("cases").EnumerateArray(), one =>
        {
            float[] scores = [.. one.Doubles("cosines").Select(cosine => (float)cosine)], advice = new float[scores.Length];
            Assert.Equal(scores.Distinct().Count() > 1, SoundMixing.Distribution(scores, one.Number("temperature"), advice));
            Assert.All(advice.Zip(one.Doubles("advice")), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        });

    [Fact]
    public void Distribution_ScoresThatTellNothingApart_WeighNothing() => Assert.False(SoundMixing.Distribution([0.3f, 0.3f, 0.3f], 0.05, new float[3]));

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 0.2)]
    [InlineData(0.9, 0.2)]
    public void At_Progress_FallsInAStraightLine(double progress, double expected) =>
        Assert.Equal(expected, new WeightOptions { Start = 0.8, End = 0.2, Until = 0.5 }.At(progress), 1e-12);

    private static IVectorEnvironment World()
    {
        var world = EnvironmentFactory.MakeVector(Worlds.CreateBuiltIn(), new EnvironmentOptions { Id = "MiniGrid-Empty-5x5-v0" }, "env", 1);
        world.Reset(0);
        return world;
    }

    /// <summary>The last metrics that have each name.</summary>
    private static Dictionary<string, double> Metrics(string[] overrides)
    {
        using var run = new PpoRun(overrides);
        using (var trainer = run.Trainer())
            trainer.Run();
        var metrics = new Dictionary<string, double>();
        foreach (string line in File.ReadLines(Path.Combine(run.Folder.Logs, "metrics.jsonl")))
        {
            foreach (var pair in JsonSerializer.Deserialize<JsonElement>(line).EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.Number))
                metrics[pair.Name] = pair.Value.GetDouble();
        }
        return metrics;
    }
}
