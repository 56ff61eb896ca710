using System.Globalization;
using Reverie.Training.Experiments;

namespace Reverie.Training.Tests.Experiments;

public sealed class ExperimentReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_TwoArms_ComparesAtEqualStepsAndAtEqualTime()
    {
        // plain: a point every 10 s; other: twice as slow. Values grow by 0.1 a point.
        var store = Store();
        foreach (var (arm, seconds) in new[] { ("plain", 10), ("other", 20) })
        {
            foreach (string environment in (string[])["door", "lava"])
            {
                for (int seed = 0; seed < 2; seed++)
                    Fill(store, $"{arm}/{environment}/seed-{seed}", seconds, seed * 0.01);
            }
        }

        string page = ExperimentReport.Write(ExperimentResults.Read(store), [("a figure", "lava.png")]);

        Assert.DoesNotContain("color:red", page, StringComparison.Ordinal);
        // No further than the budget of 100 steps, at which all have 0.4 (+ 0.01 for one seed).
        Assert.Contains("## Equal steps: 100 of step", page, StringComparison.Ordinal);
        Assert.Contains("| plain | 0.405 [0.4, 0.41] (2 runs) | 0.405 [0.4, 0.41] (2 runs) |", page, StringComparison.Ordinal);
        // The faster one ends after 60 seconds, at which the slower one has made half as many points.
        Assert.Contains("## Equal wall-clock: 1 minutes of training", page, StringComparison.Ordinal);
        Assert.Contains("| plain | 0.605 [0.6, 0.61] (2 runs) |", page, StringComparison.Ordinal);
        Assert.Contains("| other | 0.305 [0.3, 0.31] (2 runs) |", page, StringComparison.Ordinal);
        // Of the 36 ways to give two runs of four to an arm in both environments two are as far apart.
        Assert.Matches(@"\| other \| -0\.3 \[-0\.3\d*, -0\.29\d*\] \| 0 \[0, 0\] \| 0\.056 \|", page);
        Assert.Contains("![a figure](lava.png)", page, StringComparison.Ordinal);
        Assert.Contains("./reverie pretrain training.steps=3   # first/words", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnArmMeasuredTooLate_IsNotCreditedWithItsLaterValues()
    {
        var store = Store();
        foreach (var (arm, seconds) in new[] { ("plain", 10), ("other", 70) }) // over after 60 s; measured for the first time after 70 s
        {
            foreach (string environment in (string[])["door", "lava"])
                Fill(store, $"{arm}/{environment}/seed-0", seconds, 0);
        }

        string page = ExperimentReport.Write(ExperimentResults.Read(store), []);

        string late = page[page.IndexOf("## Equal wall-clock: 1 minutes", StringComparison.Ordinal)..];
        Assert.Contains("| plain | 0.6 (1 run) | 0.6 (1 run) |\n| other | not measured yet | not measured yet |", late, StringComparison.Ordinal);
        Assert.DoesNotContain("| other | 0", late, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MetricsBeside_ShowsWhatWasLoggedLast()
    {
        var store = new ExperimentStore(
            ExperimentTests.Read(ExperimentTests.Text.Replace("first:", "beside: [step, never]\nfirst:", StringComparison.Ordinal)), _folder.Path);
        Fill(store, "plain/door/seed-0", 10, 0);
        Fill(store, "plain/door/seed-1", 10, 0);

        string page = ExperimentReport.Write(ExperimentResults.Read(store), []);

        Assert.Contains("## At the end of each run, door\n\n| arm | `step` | `never` |", page, StringComparison.Ordinal);
        Assert.Contains("| plain | 150 [150, 150] (2 runs) |  |\n| other |  |  |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnotherExperimentsRuns_AsksOfThem()
    {
        var (store, asked) = (Store(), new ExperimentStore(ExperimentTests.Read(ExperimentTests.Question.Replace("loss, better: lower", "test/success", StringComparison.Ordinal)), _folder.Path));
        foreach (string cell in (string[])["plain/lava/seed-0", "plain/lava/seed-1", "other/lava/seed-0"])
            Fill(store, cell, 10, cell.StartsWith("plain", StringComparison.Ordinal) ? 0 : 0.2);

        string page = ExperimentReport.Write(ExperimentResults.Read(asked), []);

        Assert.Contains("1 of 4 runs are missing: other/lava/seed-1.", page, StringComparison.Ordinal);
        Assert.Contains("The runs are those of `lava`: second is `other` there, first is `plain` there.", page, StringComparison.Ordinal);
        Assert.Contains("| second | 0.6 (1 run) |\n| first | 0.4 [0.4, 0.4] (2 runs) |", page, StringComparison.Ordinal);
        Assert.Contains("p is two-sided.\n", page, StringComparison.Ordinal);
        Assert.Contains("./reverie experiment run asked --scale small", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SeveralArms_CorrectsForTheirNumber()
    {
        string text = ExperimentTests.Text.Replace("  plain: []", "  plain: []\n  near: []\n  far: []", StringComparison.Ordinal);
        var store = new ExperimentStore(ExperimentTests.Read(text), _folder.Path);
        foreach (var (arm, offset) in new[] { ("plain", 0.0), ("near", 0.0), ("far", 0.3), ("other", 0.3) })
        {
            foreach (string environment in (string[])["door", "lava"])
            {
                for (int seed = 0; seed < 2; seed++)
                    Fill(store, $"{arm}/{environment}/seed-{seed}", 10, offset + (seed * 0.01));
            }
        }

        string page = ExperimentReport.Write(ExperimentResults.Read(store), []);

        // 2 of 36 arrangements are as far apart: 0.0556, three times for the smallest; equal ones are not told apart.
        Assert.Matches(@"\| near \| .* \| 1\.000 \| 1\.000 \|\n\| far \| .* \| 0\.056 \| 0\.167 \|\n\| other \| .* \| 0\.056 \| 0\.167 \|", page);
        Assert.Contains("corrected by Holm's method for the 3 arms that are held against plain", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RunsOfDifferentCode_SaysSoInRed()
    {
        var store = Store();
        Fill(store, "plain/door/seed-0", 10, 0, "0.1.0+abc");
        Fill(store, "other/door/seed-0", 10, 0, "0.1.0+def");

        string page = ExperimentReport.Write(ExperimentResults.Read(store), []);

        Assert.Contains("color:red\">**These runs were made with different code", page, StringComparison.Ordinal);
        Assert.Contains("0.1.0+abc, 0.1.0+def.**", page, StringComparison.Ordinal);
        Assert.Contains("6 of 8 runs are missing", page, StringComparison.Ordinal);
    }

    [Fact]
    public void State_OfARun_IsWhatIsThere()
    {
        var folder = new CellFolder(_folder.In("cell"));
        Assert.Equal(CellState.Waiting, folder.State);
        using (folder.TryClaim())
            Assert.Equal(CellState.Running, folder.State);
        folder.Write(new() { Overrides = [] });
        Assert.Equal(CellState.Stopped, folder.State);
        folder.Write(new() { Overrides = [], IsComplete = true });
        Assert.Equal(CellState.Complete, folder.State);
    }

    public void Dispose() => _folder.Dispose();

    private ExperimentStore Store() => new(ExperimentTests.Read(ExperimentTests.Text), _folder.Path);

    private static void Fill(ExperimentStore store, string cell, int secondsAPoint, double offset, string code = "0.1.0+abc")
    {
        var folder = store.FolderOf(store.Experiment.Find(cell));
        string run = Path.Combine(folder.Path, "2026-01-31", "12-00-00");
        Directory.CreateDirectory(Path.Combine(run, "config"));
        Directory.CreateDirectory(Path.Combine(run, "logs"));
        File.WriteAllText(Path.Combine(run, "config", "config.yaml"), "common: {seed: 0}\n");
        var start = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        File.WriteAllLines(Path.Combine(run, "logs", "metrics.jsonl"), Enumerable.Range(1, 6).Select(point => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"step":{{point * 25}},"time":"{{start.AddSeconds(point * secondsAPoint):O}}","test/success":{{(point * 0.1) + offset:F2}}}""")));
        folder.Write(new() { Overrides = store.Experiment.Find(cell).Overrides, Sessions = [new(start, code)], IsComplete = true });
    }
}
