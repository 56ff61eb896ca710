using System.Globalization;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Sweeps;

namespace Reverie.Training.Tests.Sweeps;

public sealed class SweepPlanTests
{
    internal const string Text = """
        question: Which rate?
        metric: {name: test/return}
        overrides: [exp=small]
        seeds: [0, 1]
        search: halving
        trials: 8
        budget: {key: common.steps, first: 100, total: 500, factor: 2}
        space:
          rate: {log_uniform: [1e-4, 1e-1]}
          size: {choice: [tiny, '[8,8]', 3, null, true, [1, 2]]}
          mix: {uniform: [0.5, 1]}
          layers: {int: [1, 3]}
        """;

    [Fact]
    public void Trials_Drawn_AreTheSameForTheSameSeedAndInTheirRanges()
    {
        var plan = Read(Text.Replace("trials: 8", "trials: 200", StringComparison.Ordinal));

        Assert.Equal(200, plan.Trials.Select(trial => string.Join(' ', trial.Overrides)).Distinct().Count());
        double[] rates = [.. plan.Trials.Select(trial => Number(trial, 0))], mixes = [.. plan.Trials.Select(trial => Number(trial, 2))];
        Assert.All(rates, rate => Assert.InRange(rate, 1e-4, 1e-1));
        // Its logarithm is equally likely everywhere: a third of them in each of three powers of ten.
        Assert.All((int[])[-4, -3, -2], power => Assert.InRange(rates.Count(rate => Math.Floor(Math.Log10(rate)) == power), 45, 90));
        Assert.InRange(mixes.Average(), 0.72, 0.78);
        Assert.Equal(["1", "2", "3"], plan.Trials.Select(trial => trial.Settings[3].Value).Distinct().Order());
        Assert.Equal(["3", "[1,2]", "[8,8]", "null", "tiny", "true"], plan.Trials.Select(trial => trial.Settings[1].Value).Distinct().Order(StringComparer.Ordinal));
        // Fewer of them begin alike, another seed does not.
        Assert.Equal(plan.Trials.Take(8).Select(trial => trial.Overrides), Read(Text).Trials.Select(trial => trial.Overrides));
        Assert.NotEqual(Read(Text).Trials[0].Overrides, Read(Text + "\nseed: 1").Trials[0].Overrides);
        Assert.All(rates, rate => Assert.InRange(rate.ToString("R", CultureInfo.InvariantCulture).Trim('0', '.').Length, 1, 8));
    }

    [Fact]
    public void Trials_OfAGrid_AreAllCombinations()
    {
        const string Grid = """
            question: Which?
            metric: {name: loss, better: lower}
            search: grid
            budget: {key: common.steps, total: 500}
            space:
              rate: {log_uniform: [0.001, 0.1], points: 3}
              layers: {int: [1, 2]}
              mix: {uniform: [0, 1], points: 2}
            """;
        var plan = Read(Grid);

        Assert.Equal(["rate=0.001 layers=1 mix=0.0", "rate=0.001 layers=1 mix=1.0", "rate=0.001 layers=2 mix=0.0"], plan.Trials.Take(3).Select(trial => string.Join(' ', trial.Overrides)));
        Assert.Equal(["0.001", "0.01", "0.1"], plan.Trials.Select(trial => trial.Settings[0].Value).Distinct());
        Assert.Equal(12, plan.Trials.Count);
        Assert.Equal([500], plan.Budgets);
    }

    [Fact]
    public void Budgets_OfHalving_GrowAsSettingsBecomeFewer()
    {
        var plan = Read(Text);

        Assert.Equal([100, 200, 400, 500], plan.Budgets);
        Assert.Equal([8, 4, 2, 1], Enumerable.Range(0, 4).Select(plan.Room));
        var cell = plan.RunsOf(1, [plan.Trials[3]]).Find("trial-003/all/seed-1");
        Assert.Equal(["exp=small", .. plan.Trials[3].Overrides, "common.seed=1"], cell.Overrides);
        Assert.Equal("common.steps=200", cell.Budget!.Override);
        Assert.EndsWith("common.seed=7 common.steps=500", SweepReport.Command(plan, plan.Trials[3], "all", 7), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trials: 8", "trials: 0", "trials")]
    [InlineData("first: 100, ", "", "'budget.first' says how long")]
    [InlineData("first: 100", "first: 500", "less than budget.total")]
    [InlineData("search: halving", "search: random", "'budget.first' is of search=halving")]
    [InlineData("search: halving", "search: grid", "'trials' is given, and search=grid tries all")]
    [InlineData("trials: 8\n", "", "'space.rate' is a range, and all values are tried; say how many points")]
    [InlineData("log_uniform: [1e-4, 1e-1]", "log_uniform: [0, 1]", "'space.rate' is log_uniform, and its numbers must be above 0")]
    [InlineData("uniform: [0.5, 1]", "uniform: [1, 0.5]", "'space.mix' is a range; give two numbers, the smaller one first")]
    [InlineData("{int: [1, 3]}", "{int: [1, 3], choice: [1]}", "'space.layers' needs one of choice, uniform, log_uniform and int")]
    [InlineData("{int: [1, 3]}", "{between: [1, 3]}", "between")]
    [InlineData("layers:", "common.seed:", "'space.common.seed' is what seeds says")]
    [InlineData("layers:", "common.steps:", "'space.common.steps' is what budget says")]
    [InlineData("seeds: [0, 1]", "seeds: [0, 0]", "'seeds' must be different")]
    [InlineData("metric: {name: test/return}", "metric: {}", "name")]
    public void Read_BadFile_SaysWhatIsWrong(string good, string bad, string sentence)
    {
        string text = Text.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);
        Assert.Contains(sentence, Assert.Throws<ConfigException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreTrialsThanSettings_SaysSo()
    {
        string text = Text[..Text.IndexOf("  rate:", StringComparison.Ordinal)] + "  size: {choice: [1, 2, 3]}\n";
        Assert.Contains("hardly more than 3 different settings", Assert.Throws<ConfigException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NameOrFile_IsFound()
    {
        using var folder = new TemporaryFolder();
        folder.Write("sweeps/rates.yaml", Text);
        Assert.Equal("rates", SweepPlan.Load(folder.Path, "rates").File);
        Assert.Equal(("rates", folder.In("sweeps/rates.yaml")), (SweepPlan.Load(folder.Path, folder.In("sweeps/rates.yaml")).Name, SweepPlan.Load(folder.Path, folder.In("sweeps/rates.yaml")).File));
        Assert.Contains("did you mean 'rates'", Assert.Throws<ConfigException>(() => SweepPlan.Load(folder.Path, "rate")).Message, StringComparison.Ordinal);
        Assert.Contains("There is no file 'rate.yaml'", Assert.Throws<ConfigException>(() => SweepPlan.Load(folder.Path, "rate.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryFileOfTheProduct_IsWellFormed() =>
        Assert.All(SweepPlan.Names(Repository.Configs), name => Assert.NotEmpty(SweepPlan.Load(Repository.Configs, name).Trials));

    internal static SweepPlan Read(string text) => SweepPlan.Read(YamlReader.Read(text, "rates.yaml"), "rates", "rates");

    private static double Number(Trial trial, int index) => double.Parse(trial.Settings[index].Value, CultureInfo.InvariantCulture);
}
