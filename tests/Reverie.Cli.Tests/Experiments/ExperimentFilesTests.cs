using Reverie.Algorithms;
using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;

namespace Reverie.Cli.Tests.Experiments;

/// <summary>The experiments that the product brings.</summary>
public sealed class ExperimentFilesTests
{
    public static TheoryData<string> Names => [.. Experiment.Names(Repository.Configs)];

    [Fact]
    public void Settings_OfEverySweep_ComposeIntoWhatTheirAlgorithmsKnow()
    {
        var host = BuiltIn.CreateHost(Repository.Configs);
        Assert.NotEmpty(SweepPlan.Names(Repository.Configs));
        foreach (var plan in SweepPlan.Names(Repository.Configs).Select(name => SweepPlan.Load(Repository.Configs, name)))
        {
            foreach (var cell in plan.RunsOf(0, plan.Trials).Cells)
                Assert.NotNull(host.Compose([.. cell.Overrides, cell.Budget!.Override]).Config);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cells_OfEveryScale_ComposeIntoWhatTheirAlgorithmsKnow(string name)
    {
        var host = BuiltIn.CreateHost(Repository.Configs);
        foreach (string scale in Experiment.Load(Repository.Configs, name).Options.Scales.Keys)
        {
            var experiment = Experiment.Load(Repository.Configs, name, scale);
            // One seed stands for all.
            foreach (var cell in experiment.Cells.Where(cell => cell.Seed == experiment.Scale.Seeds[0] || cell.Environment is null))
            {
                string[] overrides = [.. cell.Overrides.Select(text => experiment.Options.First.Keys.Aggregate(text, (filled, word) => filled.Replace($"{{{word}}}", "/a/run")))];
                Assert.NotNull(host.Compose(overrides, cell.Algorithm).Config);
            }
        }
    }
}
