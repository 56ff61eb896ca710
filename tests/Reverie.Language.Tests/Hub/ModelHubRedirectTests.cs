using System.Text;
using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>Mirrors that send requests on.</summary>
public sealed class ModelHubRedirectTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData("resolve", true)]
    [InlineData("resolve", false)]
    [InlineData("api", true)]
    [InlineData("api", false)]
    public async Task GetModel_RedirectOnTheSameHost_IsFollowed(string what, bool absolute)
    {
        _fake.Before = request => request.Path.Contains("old=1", StringComparison.Ordinal) || !request.Path.Contains(what, StringComparison.Ordinal)
            ? null
            : new HubAnswer(307) { Headers = { ["Location"] = (absolute ? _fake.Server.Address.ToString().TrimEnd('/') : "") + Marked(request.Path) } };
        using var hub = _fake.Open(options => options with { Token = "secret" });

        string folder = await hub.GetModelAsync("org/tiny");

        Assert.Equal(_fake.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(_fake.Files["config.json"], File.ReadAllBytes(Path.Combine(folder, "config.json")));
        Assert.All(_fake.Server.Requests, request => Assert.Equal("Bearer secret", request.Headers["Authorization"]));
        Assert.All(_fake.Storage.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    [Fact]
    public async Task GetModel_EndpointWithAPath_IsKept()
    {
        _fake.Before = request => request.Path.StartsWith("/hf/", StringComparison.Ordinal) ? _fake.Answer(request with { Path = request.Path[3..] }) : new HubAnswer(404);
        using var hub = _fake.Open(options => options with { Endpoint = new Uri(_fake.Server.Address, "/hf/") });

        Assert.Equal(_fake.Files["config.json"], File.ReadAllBytes(await hub.GetFileAsync("org/tiny", "config.json")));
    }

    [Fact]
    public async Task GetFile_SentToAnotherHostWithoutAWord_SaysSo()
    {
        string elsewhere = $"http://localhost:{_fake.Storage.Address.Port}/x";
        _fake.Before = _ => new HubAnswer(302) { Headers = { ["Location"] = elsewhere } };
        using var hub = _fake.Open();

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"));

        Assert.Equal(HubFailure.Server, error.Failure);
        Assert.Contains("on to localhost", error.Message, StringComparison.Ordinal);
        Assert.Empty(_fake.Storage.Requests);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://")]
    [InlineData("\u0001")]
    public async Task GetFile_RedirectThatLeadsNowhere_IsAHubError(string location)
    {
        _fake.Before = request => request.Path.Contains("resolve", StringComparison.Ordinal) && request.Method == "GET"
            ? new HubAnswer(302) { Headers = { ["Location"] = location } } : null;
        using var hub = _fake.Open();

        await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"));
    }

    /// <summary>Answers that are no UTF-8, as a fuzzer found them.</summary>
    [Theory]
    [InlineData("revision", "{\"sha\":\"\u00d7\"}")]
    [InlineData("tree", "[{\"\":\"\",\"\u00f5\":\"\"},{\"type\":\"\u00f4\"}]")]
    [InlineData("tree", "[{\"type\":\"file\",\"path\":\"con\u00e9fig.json\"}]")]
    [InlineData("tree", "[{\"type\":\"file\",\"path\":\"\\ud800\"}]")]
    public async Task GetModel_AnswerThatIsNotUtf8_IsAHubError(string what, string latin1)
    {
        _fake.Before = request => request.Path.Contains("/" + what + "/", StringComparison.Ordinal) ? new HubAnswer(200, Encoding.Latin1.GetBytes(latin1)) : null;
        using var hub = _fake.Open();

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetModelAsync("org/tiny"));

        Assert.Contains("does not answer like a model hub", error.Message, StringComparison.Ordinal);
    }

    private static string Marked(string path) => path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "old=1";
}
