using System.Text;
using Reverie.Training.Metrics;
using Reverie.Training.Tracking;

namespace Reverie.Training.Tests.Tracking;

public sealed class OfflineWandbWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Dispose_RunWithMedia_HoldsLabelsConfigurationNumbersAndFiles()
    {
        var time = FixedTime.AtNoon();
        var run = TrackedRun.Create(_folder, time);
        File.WriteAllText(Path.Combine(run.MediaEpisodes, "dream.png"), "a picture");
        var writer = new OfflineWandbWriter(run, time, []);
        writer.Scalars(7, TrackedRun.Numbers(0.25));
        writer.Dispose();

        Assert.Matches(@"/wandb/offline-run-20260131_120005-[0-9a-z]{8}$", writer.Path);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(writer.Path, "run-*.wandb").Single()));
        Assert.All(
            ["grids", "first", "arms", """{"name":"ppo","lr":0.5}""", "loss", "0.25", "_step", "_timestamp", "media/episodes/dream.png"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(writer.Path, "files/media/episodes/dream.png")));
    }

    [Fact]
    public void Constructor_RunThatGoesOn_HoldsWhatStillCountsInOneFile()
    {
        var time = FixedTime.AtNoon();
        var run = TrackedRun.Create(_folder, time);
        using (var first = new MetricsLog(new JsonLinesWriter(run.Logs, time), new OfflineWandbWriter(run, time, [])))
        {
            for (int step = 1; step <= 3; step++)
                first.Scalars(step, TrackedRun.Numbers(step + 0.5));
        }
        time.Advance(TimeSpan.FromHours(1));

        using (var log = new JsonLinesWriter(run.Logs, time, resumedFrom: 2))
        using (var second = new OfflineWandbWriter(run, time, MetricsReader.Read(run)))
            second.Scalars(3, TrackedRun.Numbers(9.5));

        string folder = Directory.GetDirectories(Path.Combine(run.Path, "wandb")).Single();
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(folder, "run-*.wandb").Single()));
        Assert.All(["1.5", "2.5", "9.5"], value => Assert.Contains(value, text, StringComparison.Ordinal));
        Assert.DoesNotContain("3.5", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_RunThatWasUploaded_LeavesThatFileAlone()
    {
        var time = FixedTime.AtNoon();
        var run = TrackedRun.Create(_folder, time);
        var writer = new OfflineWandbWriter(run, time, []);
        writer.Dispose();
        File.WriteAllText(Directory.GetFiles(writer.Path, "run-*.wandb").Single() + ".synced", "");
        time.Advance(TimeSpan.FromHours(1));

        new OfflineWandbWriter(run, time, []).Dispose();

        Assert.Equal(2, Directory.GetDirectories(Path.Combine(run.Path, "wandb")).Length);
    }

    public void Dispose() => _folder.Dispose();
}
