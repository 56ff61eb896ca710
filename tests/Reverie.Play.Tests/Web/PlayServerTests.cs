using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Reverie.Play.Lab;
using Reverie.Play.Web;

namespace Reverie.Play.Tests.Web;

/// <summary>Who gets in, what can be asked for, and what cannot.</summary>
public sealed class PlayServerTests(TrainedRuns runs)
{
    private static readonly CancellationToken None = default;

    [Fact]
    public async Task Get_WithoutTheLink_IsRefusedInOneSentenceAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        using var client = new HttpClient { BaseAddress = new Uri(served.Address) };
        foreach (string path in (string[])["/", "/?token=00", "/play", "/api/runs", "/assets/play.js", "/socket?run=x", "/media?id=x&file=y", "/?token="])
        {
            using var answer = await client.GetAsync(path, None);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Matches("^(The player lets in only|This link is wrong)[^\\n]*\\.\\n$", await answer.Content.ReadAsStringAsync(None));
        }
    }

    [Fact]
    public async Task Link_Used_IsGoodForThatBrowserOnlyAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, _) = await served.EnterAsync();
        using var first = client;
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/api/runs", None)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(served.Link, None)).StatusCode);
        using var other = new HttpClient();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync(served.Link, None)).StatusCode);
        string next = Assert.Single(served.NewLinks);
        var (second, _) = await served.EnterAsync(next);
        using (second)
            Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/runs", None)).StatusCode);
    }

    [Fact]
    public async Task Get_OtherHostOrOrigin_IsRefusedAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, _) = await served.EnterAsync();
        using var known = client;
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("Host", "evil.example"), ("Origin", "http://evil.example")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.TryAddWithoutValidation(name, value);
            Assert.Equal(HttpStatusCode.Forbidden, known.Send(request).StatusCode);
        }
        var answer = await known.GetAsync("/", None);
        Assert.Contains("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    public async Task Bind_Address_TakesItsOwnNamesAndSaysWhatToOpenAsync(string bind, bool isOpen)
    {
        await using var served = await ServedGames.StartAsync(runs, web: new() { Bind = bind, Hosts = ["lab.example"] });
        var address = new Uri(served.Address);
        Assert.False(IPAddress.TryParse(address.Host, out var host) && (host.Equals(IPAddress.Any) || host.Equals(IPAddress.IPv6Any)));
        string[] lines = [.. served.Announced];
        Assert.Equal($"Open {served.Link}", lines[0]);
        Assert.Equal(isOpen, lines[^1].StartsWith("Warning: it travels unencrypted", StringComparison.Ordinal));
        Assert.Equal(isOpen, lines[1].Contains(Dns.GetHostName(), StringComparison.Ordinal));

        var (handler, own) = (new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }, Dns.GetHostName());
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{address.Port}") };
        using var entered = await client.GetAsync(new Uri(served.Link).PathAndQuery, None);
        string cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie")).Split(';')[0];
        foreach (var (name, isKnown) in ((string, bool)[])
        [
            ("localhost", true), ("LOCALHOST:1", true), ("127.0.0.1", true), ("lab.example", true), ("10.1.2.3", isOpen), ("[fe80::1]", isOpen), (own, isOpen),
            ("evil.example", false), ("0.0.0.0.evil.example", false),
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.TryAddWithoutValidation("Host", name);
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            using var answer = await client.SendAsync(request, None);
            Assert.Equal((name, isKnown ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (name, answer.StatusCode));
            if (!isKnown)
                Assert.StartsWith("This name is none that the player knows of its machine; open the link", await answer.Content.ReadAsStringAsync(None));
        }
    }

    [Fact]
    public void Bind_NoAddress_IsSaidInOneSentence()
    {
        using var games = new GameHouse(id => runs.Setup(runs.Shelf.Find(id)), new(), TimeProvider.System);
        var e = Assert.Throws<PlayException>(() => new PlayServer(games, runs.Shelf, new() { Bind = "everywhere" }));
        Assert.Equal("'everywhere' is no address; --bind takes one such as 127.0.0.1, or 0.0.0.0 for all of this machine.", e.Message);
    }

    [Theory]
    [InlineData("/media?id={id}&file=../config/config.yaml")]
    [InlineData("/media?id={id}&file=..%2Fconfig%2Fconfig.yaml")]
    [InlineData("/media?id={id}&file=/etc/passwd")]
    [InlineData("/media?id={id}&file=episodes/../../run.json")]
    [InlineData("/media?id={id}&file=secret.png")]
    [InlineData("/media?id={id}&file=.hidden.png")]
    [InlineData("/media?id=..%2F..&file=x.png")]
    [InlineData("/api/run?id=../..")]
    [InlineData("/api/run?id=")]
    [InlineData("/api/metrics?id=%2Fetc&from=-1")]
    [InlineData("/assets/..%2Fplay.js")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/socket?run=..%2F..%2Fetc")]
    [InlineData("/api/compare?id=nothing&metric=x")]
    public async Task Get_TrickOfPaths_FindsNothingAsync(string path)
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, _) = await served.EnterAsync();
        using var known = client;
        string media = Path.Combine(runs.IrisRun.Path, "media"), link = Path.Combine(media, "secret.png");
        if (!File.Exists(link))
            File.CreateSymbolicLink(link, "/etc/passwd");
        File.WriteAllText(Path.Combine(media, ".hidden.png"), "x");
        using var answer = await known.GetAsync(path.Replace("{id}", Uri.EscapeDataString(RunShelf.IdOf(runs.IrisRun)), StringComparison.Ordinal), None);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("root:", await answer.Content.ReadAsStringAsync(None));
    }

    [Fact]
    public async Task Get_RunAndItsMedia_AreThereAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, _) = await served.EnterAsync();
        using var known = client;
        string id = Uri.EscapeDataString(RunShelf.IdOf(runs.IrisRun));
        var list = JsonDocument.Parse(await known.GetStringAsync("/api/runs", None)).RootElement;
        Assert.Equal(3, list.GetProperty("count").GetInt32());
        var run = JsonDocument.Parse(await known.GetStringAsync($"/api/run?id={id}", None)).RootElement;
        Assert.Contains("epochs: 2", run.GetProperty("config").GetString());
        string file = run.GetProperty("media").EnumerateArray().Select(media => media.GetProperty("name").GetString()!)
            .First(name => name.EndsWith(".png", StringComparison.Ordinal));
        byte[] picture = await known.GetByteArrayAsync($"/media?id={id}&file={Uri.EscapeDataString(file)}", None);
        Assert.Equal<byte>([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        string both = $"id={id}&id={Uri.EscapeDataString(RunShelf.IdOf(runs.OtherIrisRun))}";
        var groups = JsonDocument.Parse(await known.GetStringAsync($"/api/compare?{both}&metric=test_dataset/return&steps=step", None)).RootElement;
        Assert.Equal(2, Assert.Single(groups.EnumerateArray()).GetProperty("runs").GetInt32());
    }

    [Fact]
    public async Task Socket_TwoPages_SeeOneGameAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, cookies) = await served.EnterAsync();
        using var known = client;
        using var one = await served.WatchAsync(cookies, RunShelf.IdOf(runs.PpoRun));
        Assert.Equal("hello", (await ServedGames.NextAsync(one)).GetProperty("type").GetString());
        using var two = await served.WatchAsync(cookies, RunShelf.IdOf(runs.PpoRun));
        Assert.Equal("MiniGrid-Empty-5x5-v0", (await ServedGames.NextAsync(two)).GetProperty("environment").GetString());
        await SendAsync(one, """{"key":"m","down":true}""");
        await UntilAsync(two, view => view.GetProperty("isYours").GetBoolean());
        await SendAsync(two, """{"do":"reset"}""");
        await UntilAsync(one, view => view.GetProperty("step").GetInt32() == 0);
        await SendAsync(two, """{"key":"ArrowLeft","down":true}""");
        await UntilAsync(one, view => view.GetProperty("step").GetInt32() == 1 && view.GetProperty("did").GetInt32() == 0);
        one.Abort();
        using var again = await served.WatchAsync(cookies, RunShelf.IdOf(runs.PpoRun));
        await ServedGames.NextAsync(again);
        await UntilAsync(again, view => view.GetProperty("step").GetInt32() == 1);
    }

    [Fact]
    public async Task Socket_NoRequest_IsClosedAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var (client, cookies) = await served.EnterAsync();
        using var known = client;
        using var socket = await served.WatchAsync(cookies, RunShelf.IdOf(runs.PpoRun));
        await SendAsync(socket, "{\"place\":\"nowhere\"}");
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
                await ServedGames.NextAsync(socket);
        });
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task Socket_DamagedCheckpoint_IsSaidInOneSentenceAsync()
    {
        using var folder = new TemporaryFolder();
        Copy(runs.PpoRun.Path, folder.In("d/1"));
        var files = Directory.EnumerateFiles(folder.In("d/1/checkpoints"), "*", SearchOption.AllDirectories);
        foreach (string file in files.Where(file => !file.EndsWith(".json", StringComparison.Ordinal)))
            File.WriteAllBytes(file, [1, 2, 3]);
        await using var served = await ServedGames.StartAsync(runs, new RunShelf(folder.Path));
        var (client, _) = await served.EnterAsync();
        using var known = client;
        using var answer = await known.GetAsync("/socket?run=d/1", None);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches(@"^There is no good checkpoint in '.*' to play with; train first, or resume the run\.\n$", await answer.Content.ReadAsStringAsync(None));
    }

    [Fact]
    public void Find_FolderThatIsNoRun_IsSaidInOneSentence()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("2026-01-01/00-00-00"));
        Directory.CreateSymbolicLink(folder.In("2026-01-01/00-00-01"), runs.IrisRun.Path);
        var shelf = new RunShelf(folder.Path);
        Assert.Empty(shelf.All);
        var e = Assert.Throws<PlayException>(() => shelf.Find("2026-01-01/00-00-00"));
        Assert.Equal("There is no run '2026-01-01/00-00-00' here; go back to the list of runs.", e.Message);
    }

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, None);

    private static async Task UntilAsync(ClientWebSocket socket, Func<JsonElement, bool> isSo)
    {
        for (int i = 0; i < 600; i++)
        {
            var view = await ServedGames.NextAsync(socket);
            if (view.GetProperty("type").GetString() == "view" && isSo(view))
                return;
        }
        Assert.Fail("It never came to that.");
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
