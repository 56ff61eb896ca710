using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>What the cache answers where the hub cannot, or need not.</summary>
public sealed class ModelHubOfflineTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task GetModel_PinnedCommitInTheCache_NeedsNoNetwork()
    {
        using (var hub = _fake.Open())
            await hub.GetModelAsync("org/tiny");
        int requests = _fake.Server.Requests.Count;
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
            await hub.GetModelAsync("org/tiny");
        int requests = _fake.Server.Requests.Count;
        Assert.EndsWith(FakeHub.Commit, await offline.GetModelAsync("org/tiny"), StringComparison.Ordinal);
        Assert.Equal(requests, _fake.Server.Requests.Count);
    }

    [Fact]
    public async Task GetModel_OfflineWithAnIncompleteSnapshot_NamesTheMissingFile()
    {
        using (var hub = _fake.Open())
            await hub.GetFileAsync("org/tiny", "config.json");
        using var offline = _fake.Open(options => options with { Offline = true });

        Assert.Contains(
            "lacks model.safetensors", (await Assert.ThrowsAsync<HubException>(() => offline.GetModelAsync("org/tiny"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetModel_HubDown_FallsBackToTheCache()
    {
        using var hub = _fake.Open();
        string first = await hub.GetModelAsync("org/tiny");
        _fake.Before = _ => new HubAnswer(503);

        Assert.Equal(first, await hub.GetModelAsync("org/tiny"));
        Assert.Equal(Path.Combine(first, "config.json"), await hub.GetFileAsync("org/tiny", "config.json"));
    }
}
