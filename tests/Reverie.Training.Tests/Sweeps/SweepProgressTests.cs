using Reverie.Training.Experiments;
using Reverie.Training.Sweeps;

namespace Reverie.Training.Tests.Sweeps;

public sealed class SweepProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SweepPlan _plan = SweepPlanTests.Read(SweepPlanTests.Text);

    [Fact]
    public void Read_RungAfterRung_TheBetterHalfGoesOn()
    {
        Assert.Equal(8, Look().Current!.Ranked.Count);
        // Means over seeds: the number of the setting.
        Fill(100, index => index);

        var second = Look();
        Assert.Equal(["trial-007", "trial-006", "trial-005", "trial-004"], second.Rungs[0].Kept.Select(trial => trial.Name));
        Assert.Equal(["trial-004", "trial-005", "trial-006", "trial-007"], second.RunsOf(1).Arms);
        Assert.Equal((1, 200), (second.Current!.Index, second.Current.Budget));
        Assert.Equal("trial-007", second.Best!.Trial.Name);

        // What comes later turns the order round, and does not change who went on before.
        Fill(200, index => -index, 4, 5, 6, 7);
        Fill(400, index => index, 4, 5);
        Fill(500, index => index, 5);
        var last = Look();
        Assert.Null(last.Current);
        Assert.Equal(["trial-007", "trial-006", "trial-005", "trial-004"], last.Rungs[0].Kept.Select(trial => trial.Name));
        Assert.Equal(["trial-004", "trial-005"], last.Rungs[1].Kept.Select(trial => trial.Name));
        Assert.Equal("trial-005", last.Best!.Trial.Name);
        string page = SweepReport.Write(last, ["0.1.0+abc"], [("a figure", "rates.png")]);
        Assert.Contains("trial-005: 5 [4.5, 5.5] (2 runs) with `common.steps=500`", page, StringComparison.Ordinal);
        Assert.Contains(SweepReport.Command(_plan, _plan.Trials[5], "all", 2), page, StringComparison.Ordinal);
        Assert.Contains("| 100 | 8 | 0 | 4 | trial-004, 4 | trial-003, 3 |", page, StringComparison.Ordinal);
        Assert.Contains("![a figure](rates.png)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("color:red", page, StringComparison.Ordinal);
        // The farthest come first.
        int[] places = [.. ((int[])[5, 4, 6, 0]).Select(index => page.IndexOf($"| trial-00{index} |", StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Read_TieAtTheCut_GoesToThoseMadeFirstAndIsTold()
    {
        Fill(100, index => index is 1 or 3 or 6 ? 5 : index is 4 or 5 or 7 ? 9 : 0);

        var progress = Look();

        Assert.Equal(["trial-004", "trial-005", "trial-007", "trial-001"], progress.Rungs[0].Kept.Select(trial => trial.Name));
        Assert.Equal(["trial-001", "trial-003", "trial-006"], progress.Rungs[0].Tied.Select(trial => trial.Name));
        Assert.Contains("After 100 the cut went through equals (trial-001, trial-003, trial-006)", SweepReport.Write(progress, [], []), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FailedSettings_ComeLastAndAreTold()
    {
        Fill(100, index => index, 0, 1, 2, 3, 4);
        foreach (int index in (int[])[5, 6, 7])
        {
            var (folder, record) = At($"trial-00{index}/all/seed-0", 0);
            folder.Write(record with { Failure = $"Loss {index} is infinite." });
            // The other seed got there.
            Write($"trial-00{index}/all/seed-1", 100, 99);
        }

        var progress = Look();

        Assert.Equal(["trial-004", "trial-003", "trial-002", "trial-001"], progress.Rungs[0].Kept.Select(trial => trial.Name));
        string page = SweepReport.Write(progress, [], []);
        Assert.Contains("trial-006 failed, and counts as the worst: Loss 6 is infinite.", page, StringComparison.Ordinal);
        Assert.Contains("| 100 | 8 | 3 | 4 | trial-001, 1 | trial-000, 0 |", page, StringComparison.Ordinal);
        Assert.Contains("The search is not over: rung 2 of 4 lacks 4 of 4 settings.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AllFailed_IsOver()
    {
        for (int index = 0; index < 8; index++)
        {
            for (int seed = 0; seed < 2; seed++)
            {
                var (folder, record) = At($"trial-00{index}/all/seed-{seed}", 0);
                folder.Write(record with { Failure = "It cannot be." });
            }
        }

        var progress = Look();

        Assert.Null(progress.Current);
        Assert.Null(progress.Best);
        Assert.Contains("None of the settings has a value", SweepReport.Write(progress, [], []), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LowerIsBetter_TheLowestGoesOn()
    {
        var plan = SweepPlanTests.Read(SweepPlanTests.Text.Replace("name: test/return", "name: loss, better: lower", StringComparison.Ordinal));
        Fill(100, index => index);
        Assert.Equal(["trial-000", "trial-001", "trial-002", "trial-003"], SweepProgress.Read(plan, _folder.Path).Rungs[0].Kept.Select(trial => trial.Name));
    }

    [Fact]
    public void Read_OneRunMissing_Waits()
    {
        Fill(100, index => index);
        Directory.Delete(At("trial-002/all/seed-1", 0).Folder.Path, recursive: true);

        var progress = Look();

        Assert.Equal(0, progress.Current!.Index);
        Assert.Equal("trial-002/all/seed-1", Assert.Single(new ExperimentStore(progress.RunsOf(0), _folder.Path).Missing()).Name);
        Assert.Null(progress.Best);
    }

    public void Dispose() => _folder.Dispose();

    private SweepProgress Look() => SweepProgress.Read(_plan, _folder.Path);

    private void Fill(long budget, Func<int, double> value, params int[] trials)
    {
        foreach (int index in trials.Length > 0 ? trials : [.. Enumerable.Range(0, 8)])
        {
            for (int seed = 0; seed < 2; seed++)
                Write($"trial-00{index}/all/seed-{seed}", budget, value(index) + seed - 0.5);
        }
    }

    private void Write(string cell, long budget, double value)
    {
        var (folder, record) = At(cell, 0);
        folder.Write(record with { IsComplete = true, Rungs = [.. record.Rungs, new(budget, value)] });
    }

    private (CellFolder Folder, CellRecord Record) At(string name, int rung)
    {
        var store = new ExperimentStore(_plan.RunsOf(rung, _plan.Trials), _folder.Path);
        var cell = store.Experiment.Find(name);
        var folder = store.FolderOf(cell);
        Directory.CreateDirectory(folder.Path);
        return (folder, folder.Record ?? new() { Overrides = cell.Overrides });
    }
}
