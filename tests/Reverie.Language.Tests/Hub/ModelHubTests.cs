using System.Text;
using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

public sealed class ModelHubTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task GetModel_ByName_FillsTheCacheInTheSharedLayout()
    {
        _fake.Files["README.md"] = "not needed"u8.ToArray();
        _fake.Files["pytorch_model.bin"] = "the same weights again"u8.ToArray();
        using var hub = _fake.Open();

        var folder = await hub.GetModelAsync("org/tiny");

        Assert.Equal(Path.Combine(_fake.RepositoryFolder, "snapshots", FakeHub.Commit), folder);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(_fake.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("../../blobs/" + FakeHub.Sha256(_fake.Weights), new FileInfo(Path.Combine(folder, "model.safetensors")).LinkTarget);
        Assert.Equal("../../blobs/" + FakeHub.GitHash(_fake.Files["config.json"]), new FileInfo(Path.Combine(folder, "config.json")).LinkTarget);
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(_fake.RepositoryFolder, "refs", "main")));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_fake.RepositoryFolder, "blobs")).Length);
    }

    [Fact]
    public async Task GetModel_LocalFolder_IsUsedAsItIs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), "{}");
        using var hub = _fake.Open();

        Assert.Equal(folder.Path, await hub.GetModelAsync(folder.Path));
        Assert.Equal(folder.File("config.json"), await hub.GetFileAsync(folder.Path, "config.json"));
        Assert.Equal(HubFailure.FileNotFound, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync(folder.Path, "vocab.json"))).Failure);
        Assert.Empty(_fake.Server.Requests);
    }

    [Fact]
    public async Task GetModel_PinnedCommitInTheCache_NeedsNoNetwork()
    {
        using (var hub = _fake.Open())
        {
            await hub.GetModelAsync("org/tiny");
        }

        var requests = _fake.Server.Requests.Count;
        using var again = _fake.Open();

        await again.GetModelAsync("org/tiny", FakeHub.Commit);
        await again.GetFileAsync("org/tiny", "config.json", FakeHub.Commit);

        Assert.Equal(requests, _fake.Server.Requests.Count);
    }

    [Fact]
    public async Task GetModel_Offline_UsesTheCacheOrSaysSo()
    {
        using var offline = _fake.Open(options => options with { Offline = true });
        var error = await Assert.ThrowsAsync<HubException>(() => offline.GetModelAsync("org/tiny"));
        Assert.Equal(HubFailure.Offline, error.Failure);
        Assert.Contains("HF_HUB_OFFLINE", error.Message, StringComparison.Ordinal);

        using (var hub = _fake.Open())
        {
            await hub.GetModelAsync("org/tiny");
        }

        var requests = _fake.Server.Requests.Count;
        Assert.EndsWith(FakeHub.Commit, await offline.GetModelAsync("org/tiny"), StringComparison.Ordinal);
        Assert.Equal(requests, _fake.Server.Requests.Count);
    }

    [Fact]
    public async Task GetModel_OfflineWithAnIncompleteSnapshot_NamesTheMissingFile()
    {
        using (var hub = _fake.Open())
        {
            await hub.GetFileAsync("org/tiny", "config.json");
        }

        using var offline = _fake.Open(options => options with { Offline = true });

        Assert.Contains("lacks model.safetensors", (await Assert.ThrowsAsync<HubException>(() => offline.GetModelAsync("org/tiny"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetModel_HubDown_FallsBackToTheCache()
    {
        using var hub = _fake.Open();
        var first = await hub.GetModelAsync("org/tiny");
        _fake.Before = _ => new HubAnswer(503);

        Assert.Equal(first, await hub.GetModelAsync("org/tiny"));
        Assert.Equal(Path.Combine(first, "config.json"), await hub.GetFileAsync("org/tiny", "config.json"));
    }

    [Fact]
    public async Task GetFile_ConnectionCut_GoesOnWhereItStopped()
    {
        _fake.OnDownload = (_, answer, number) => number < 7 ? answer with { CutAfter = 40_000 } : answer;
        using var hub = _fake.Open();

        var path = await hub.GetFileAsync("org/tiny", "model.safetensors");

        Assert.Equal(_fake.Weights, File.ReadAllBytes(path));
        Assert.Equal([0, 40_000, 80_000, 120_000, 160_000, 200_000, 240_000, 280_000], _fake.Storage.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task GetFile_ServerIgnoresRange_StartsAnew()
    {
        _fake.OnDownload = (_, _, number) => number == 0
            ? new HubAnswer(200, _fake.Weights) { CutAfter = 100_000 }
            : new HubAnswer(200, _fake.Weights);
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "model.safetensors")));
        Assert.Equal(2, _fake.Downloads);
    }

    [Fact]
    public async Task GetFile_TransferStalls_GoesOn()
    {
        _fake.OnDownload = (_, answer, number) => number == 0 ? answer with { CutAfter = 50_000, Stall = true } : answer;
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "model.safetensors")));
        Assert.Equal(50_000, _fake.Storage.Requests.Last().From);
    }

    [Fact]
    public async Task GetFile_NoProgress_GivesUpAndLaterGoesOn()
    {
        _fake.OnDownload = (request, answer, _) => answer with { CutAfter = request.From == 0 ? 100_000 : 0 };
        using var hub = _fake.Open();
        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "model.safetensors"));
        Assert.Equal(HubFailure.Unreachable, error.Failure);
        Assert.Contains("from byte 100000", error.Message, StringComparison.Ordinal);
        Assert.InRange(_fake.Downloads, 5, 6);

        _fake.OnDownload = (_, answer, _) => answer;
        using var later = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await later.GetFileAsync("org/tiny", "model.safetensors")));
        Assert.Equal(100_000, _fake.Storage.Requests.Last().From);
        Assert.Single(Directory.GetFiles(Path.Combine(_fake.RepositoryFolder, "blobs")));
    }

    [Fact]
    public async Task GetFile_WrongHash_IsRefusedAndLeavesNothing()
    {
        var other = (byte[])_fake.Weights.Clone();
        other[1234] ^= 1;
        _fake.OnDownload = (_, _, _) => new HubAnswer(200, other);
        using var hub = _fake.Open();

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "model.safetensors"));

        Assert.Equal(HubFailure.Corrupt, error.Failure);
        Assert.Contains("hash", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_fake.RepositoryFolder, "blobs")));
    }

    [Fact]
    public async Task GetFile_WrongGitHash_IsRefused()
    {
        _fake.Before = request => request.Path.EndsWith("config.json", StringComparison.Ordinal)
            ? new HubAnswer(200, "{\"tampered\":true}"u8.ToArray()) { Headers = { ["X-Repo-Commit"] = FakeHub.Commit, ["ETag"] = FakeHub.GitHash(_fake.Files["config.json"]) } }
            : null;
        using var hub = _fake.Open();

        Assert.Equal(HubFailure.Corrupt, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Failure);
    }

    [Fact]
    public async Task GetFile_LeftoverOfAnEarlierRunIsBad_StartsAnew()
    {
        var blobs = Path.Combine(_fake.RepositoryFolder, "blobs");
        Directory.CreateDirectory(blobs);
        File.WriteAllBytes(Path.Combine(blobs, FakeHub.Sha256(_fake.Weights) + ".incomplete"), new byte[1000]);
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "model.safetensors")));
        Assert.Equal([1000, 0], _fake.Storage.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task GetFile_ServerAnnouncesTooLittle_IsNotedAsMissing()
    {
        _fake.OnDownload = (_, answer, _) => answer with { Body = answer.Body![..Math.Min(answer.Body.Length, 1000)] };
        using var hub = _fake.Open(options => options with { Attempts = 3 });
        _fake.Files["model.safetensors"] = _fake.Weights[..2500];

        Assert.Equal(_fake.Weights[..2500], File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "model.safetensors")));
    }

    [Fact]
    public async Task GetFile_ServerSendsTooMuch_IsRefused()
    {
        _fake.OnDownload = (_, _, _) => new HubAnswer(200, [.. _fake.Weights, 0]);
        using var hub = _fake.Open();

        Assert.Equal(HubFailure.Corrupt, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "model.safetensors"))).Failure);
    }

    [Theory]
    [InlineData(401, null, HubFailure.ModelNotFound, "HF_TOKEN")]
    [InlineData(401, "GatedRepo", HubFailure.Gated, "accept its terms")]
    [InlineData(403, null, HubFailure.Gated, "accept its terms")]
    [InlineData(404, "RepoNotFound", HubFailure.ModelNotFound, "check the spelling")]
    [InlineData(404, "RevisionNotFound", HubFailure.RevisionNotFound, "no revision 'main'")]
    [InlineData(404, "EntryNotFound", HubFailure.FileNotFound, "no file 'config.json'")]
    [InlineData(404, null, HubFailure.FileNotFound, "no file 'config.json'")]
    [InlineData(418, null, HubFailure.Server, "418")]
    public async Task GetFile_Refused_SaysWhatToDo(int status, string? code, HubFailure failure, string text)
    {
        _fake.Before = _ => new HubAnswer(status) { Headers = code is null ? [] : new() { ["X-Error-Code"] = code } };
        using var hub = _fake.Open();

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Single(_fake.Server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task GetFile_ServerBusy_WaitsAsLongAsItAsks(int status)
    {
        var refusals = 3;
        _fake.Before = _ => refusals-- > 0 ? new HubAnswer(status) { Headers = new() { ["Retry-After"] = "7" } } : null;
        using var hub = _fake.Open();

        await hub.GetFileAsync("org/tiny", "config.json");

        Assert.Equal(3, _fake.Time.Waits.Count(wait => wait == TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task GetFile_ServerKeepsFailing_BacksOffAndGivesUp()
    {
        _fake.Before = _ => new HubAnswer(503) { Headers = { ["X-Error-Message"] = "Down for repairs." } };
        using var hub = _fake.Open();

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"));

        Assert.Equal(HubFailure.Server, error.Failure);
        Assert.Contains("Down for repairs", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 8], _fake.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task GetFile_NobodyListens_SaysSo()
    {
        using var hub = _fake.Open(options => options with { Endpoint = new Uri("http://127.0.0.1:1") });

        Assert.Equal(HubFailure.Unreachable, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Failure);
    }

    [Fact]
    public async Task GetFile_WithToken_ShowsItToTheHubAlone()
    {
        using var hub = _fake.Open(options => options with { Token = "hf_secret" });

        await hub.GetModelAsync("org/tiny");

        Assert.All(_fake.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Headers["Authorization"]));
        Assert.All(_fake.Storage.Requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
        Assert.NotEmpty(_fake.Storage.Requests);
    }

    [Fact]
    public async Task GetFile_RenamedModel_FollowsTheRelativeRedirect()
    {
        _fake.Before = request => request.Path.StartsWith("/tiny/", StringComparison.Ordinal) ? new HubAnswer(307) { Headers = { ["Location"] = "/org" + request.Path } } : null;
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("tiny", "model.safetensors")));
    }

    [Fact]
    public async Task GetFile_EndlessRedirects_AreRefused()
    {
        _fake.Before = request => new HubAnswer(302) { Headers = { ["Location"] = request.Path } };
        using var hub = _fake.Open();

        Assert.Contains("redirects more than", (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-a-commit", "abc")]
    [InlineData(FakeHub.Commit, "../../../evil")]
    public async Task GetFile_NotAHub_IsRefused(string commit, string etag)
    {
        _fake.Before = _ => new HubAnswer(200, [1]) { Headers = { ["X-Repo-Commit"] = commit, ["ETag"] = etag } };
        using var hub = _fake.Open();

        Assert.Contains("not answer like a model hub", (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"sha\":7}")]
    [InlineData("{\"sha\":\"zz\"}")]
    public async Task GetModel_NonsenseFromTheHub_IsRefused(string json)
    {
        _fake.Before = _ => new HubAnswer(200, Encoding.UTF8.GetBytes(json));
        using var hub = _fake.Open();

        Assert.Equal(HubFailure.Server, (await Assert.ThrowsAsync<HubException>(() => hub.GetModelAsync("org/tiny"))).Failure);
    }

    [Theory]
    [InlineData("../evil", "config.json", "main")]
    [InlineData("org/tiny/more", "config.json", "main")]
    [InlineData("/nowhere", "config.json", "main")]
    [InlineData("org/tiny", "../config.json", "main")]
    [InlineData("org/tiny", "/etc/passwd", "main")]
    [InlineData("org/tiny", "a\\b", "main")]
    [InlineData("org/tiny", "config.json", "../../main")]
    [InlineData("org/tiny", "config.json", "")]
    public async Task GetFile_NamesThatClimb_AreRefused(string model, string file, string revision)
    {
        using var hub = _fake.Open();

        await Assert.ThrowsAsync<FormatException>(() => hub.GetFileAsync(model, file, revision));
        Assert.Empty(_fake.Server.Requests);
    }

    [Fact]
    public async Task GetFile_WithoutSymlinks_PutsTheFileItselfIntoTheSnapshot()
    {
        using var hub = _fake.Open(options => options with { DisableSymlinks = true });

        var path = await hub.GetFileAsync("org/tiny", "model.safetensors");

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(_fake.Weights, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task GetFile_AnotherDownloadHoldsTheLock_UsesAFileOfItsOwn()
    {
        var locks = Path.Combine(_fake.CacheFolder, ".locks", "models--org--tiny");
        Directory.CreateDirectory(locks);
        using var held = new FileStream(Path.Combine(locks, FakeHub.Sha256(_fake.Weights) + ".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "model.safetensors")));
        Assert.Single(Directory.GetFiles(Path.Combine(_fake.RepositoryFolder, "blobs")));
    }

    [Fact]
    public async Task GetModel_Shards_FetchesTheIndexAndAllOfThem()
    {
        _fake.Files.Remove("model.safetensors");
        _fake.Files["model-00001-of-00002.safetensors"] = [1];
        _fake.Files["model-00002-of-00002.safetensors"] = [2];
        _fake.Files["model.safetensors.index.json"] = "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\",\"b\":\"model-00002-of-00002.safetensors\"}}"u8.ToArray();
        using var hub = _fake.Open();

        var folder = await hub.GetModelAsync("org/tiny");

        Assert.Equal(4, Directory.GetFiles(folder).Length);
        Assert.Null(ModelFiles.FirstMissing(folder));
        File.Delete(Path.Combine(folder, "model-00002-of-00002.safetensors"));
        Assert.Equal("model-00002-of-00002.safetensors", ModelFiles.FirstMissing(folder));
    }

    [Fact]
    public async Task GetFile_Progress_EndsAtTheWholeFile()
    {
        var reports = new List<DownloadProgress>();
        using var hub = _fake.Open();

        await hub.GetFileAsync("org/tiny", "model.safetensors", progress: new Recorder(reports));

        Assert.Equal(new DownloadProgress("model.safetensors", 300_000, 300_000), reports[^1]);
    }

    [Fact]
    public async Task GetFile_Cancelled_Stops()
    {
        _fake.OnDownload = (_, answer, _) => answer with { CutAfter = 10, Stall = true };
        using var hub = _fake.Open(options => options with { ReadTimeout = TimeSpan.FromMinutes(1) });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.GetFileAsync("org/tiny", "model.safetensors", cancellation: cancel.Token));
    }

    private sealed class Recorder(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
