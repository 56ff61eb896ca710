using System.Text;
using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>What the hub may say instead of handing out a file: refusals, redirects, nonsense.</summary>
public sealed class ModelHubAnswerTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

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
        int refusals = 3;
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
        _fake.Before = request => request.Path.StartsWith("/tiny/", StringComparison.Ordinal)
            ? new HubAnswer(307) { Headers = { ["Location"] = "/org" + request.Path } } : null;
        using var hub = _fake.Open();

        Assert.Equal(_fake.Weights, File.ReadAllBytes(await hub.GetFileAsync("tiny", "model.safetensors")));
    }

    [Fact]
    public async Task GetFile_EndlessRedirects_AreRefused()
    {
        _fake.Before = request => new HubAnswer(302) { Headers = { ["Location"] = request.Path } };
        using var hub = _fake.Open();

        Assert.Contains("redirects more than", (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-a-commit", "abc")]
    [InlineData(FakeHub.Commit, "../../../evil")]
    public async Task GetFile_NotAHub_IsRefused(string commit, string etag)
    {
        _fake.Before = _ => new HubAnswer(200, [1]) { Headers = { ["X-Repo-Commit"] = commit, ["ETag"] = etag } };
        using var hub = _fake.Open();

        Assert.Contains("not answer like a model hub", (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Message,
            StringComparison.Ordinal);
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
}
