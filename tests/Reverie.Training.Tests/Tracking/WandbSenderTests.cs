using System.Text;
using System.Text.Json.Nodes;
using Reverie.Training.Metrics;
using Reverie.Training.Tracking;

namespace Reverie.Training.Tests.Tracking;

public sealed class WandbSenderTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef01234567";
    private const string Accepted = """{"data":{"upsertBucket":{"bucket":{"id":"x","name":"y","project":{"name":"grids","entity":{"name":"lab"}}}}}}""";
    private static readonly SenderPatience Quick = new()
    {
        Request = TimeSpan.FromMilliseconds(500),
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(20),
        Close = TimeSpan.FromSeconds(20),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    [Fact]
    public void Scalars_ServerThatCutsDelaysAndFails_GetsEveryLineInItsPlace()
    {
        // Requests 1, 5: cut; 2: too busy; 3: a failure; 4: an empty answer; 6: no answer in time.
        using var server = new StandInServer((number, request, _) =>
        {
            if (number == 6)
                Thread.CurrentThread.Join(1000);
            return number switch { 1 or 5 => null, 2 => (429, "later"), 3 => (500, "oops"), 4 => (200, ""), _ => (200, request.Url!.AbsolutePath == "/graphql" ? Accepted : "{}") };
        });
        Send(server, lines: 50);

        Assert.Empty(_said);
        var rows = server.Taken.Where(taken => taken.Body.Length > 0 && taken.Path.EndsWith("/file_stream", StringComparison.Ordinal)).Select(taken => JsonNode.Parse(taken.Body)!)
            .Select(body => body["files"]?["wandb-history.jsonl"]).OfType<JsonNode>().ToList();
        var history = new SortedDictionary<long, string>();
        foreach (var part in rows)
        {
            foreach (var (index, line) in part["content"]!.AsArray().Index())
                history[(long)part["offset"]! + index] = line!.ToString();
        }
        Assert.Equal(Enumerable.Range(0, 50).Select(index => (long)index), history.Keys);
        Assert.All(history, entry => Assert.Contains($"\"loss\":{entry.Key},", entry.Value, StringComparison.Ordinal));
        Assert.Contains("\"_step\":49,", history[49], StringComparison.Ordinal);
        Assert.Contains("\"complete\":true", server.Taken.Last().Body, StringComparison.Ordinal);
        Assert.All(server.Taken, taken => Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + Key)), taken.Authorization));
        Assert.StartsWith("/files/lab/grids/", server.Taken.Last().Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_ServerThatRefuses_SaysSoOnceAndGoesOn()
    {
        using var server = new StandInServer((_, _, _) => (401, "who are you?"));
        // However slow the machine is, nothing is asked twice.
        Send(server, lines: 100, Quick with { Request = TimeSpan.FromSeconds(30) });
        Assert.Single(_said);
        Assert.Contains("answers 401 Unauthorized; the run goes on", _said[0], StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public void Dispose_ServerThatNeverAnswers_WaitsNoLongerThanItMay()
    {
        using var server = new StandInServer((_, _, _) => null);
        Send(server, lines: 3, Quick with { Close = TimeSpan.FromMilliseconds(200) });
        Assert.Contains("did not take everything before the run ended", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyTracker_WritesItsKeyNowhere()
    {
        using var server = new StandInServer((_, request, _) => (200, request.Url!.AbsolutePath == "/graphql" ? Accepted : "{}"));
        string run = Send(server, lines: 5);
        string[] files = Directory.GetFiles(run, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith(".wandb", StringComparison.Ordinal));
        byte[] encoded = Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + Key)));
        Assert.All(files, file =>
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Key)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(encoded));
        });
    }

    [Theory]
    [InlineData("machine api.wandb.ai\n  login user\n  password KEY\n", "KEY")]
    [InlineData("machine other login a password b machine api.wandb.ai login user password KEY", "KEY")]
    [InlineData("machine other login a password b", null)]
    [InlineData("", null)]
    public void FromNetrc_Text_IsThePasswordOfThatMachine(string text, string? key) => Assert.Equal(key, WandbKey.FromNetrc(text, "api.wandb.ai"));

    public void Dispose() => _folder.Dispose();

    /// <summary>Logs a number a line, as a run with W&amp;B online does.</summary>
    /// <returns>The run's folder.</returns>
    private string Send(StandInServer server, int lines, SenderPatience? patience = null)
    {
        var run = TrackedRun.Create(_folder, TimeProvider.System);
        using (var log = new MetricsLog(
            new JsonLinesWriter(run.Logs, TimeProvider.System), new OfflineWandbWriter(run, TimeProvider.System, []),
            new WandbSender(server.Address, Key, run, [], _said.Add, TimeProvider.System, patience ?? Quick)))
        {
            for (int i = 0; i < lines; i++)
                log.Scalars(i, TrackedRun.Numbers(i));
        }
        return run.Path;
    }
}
