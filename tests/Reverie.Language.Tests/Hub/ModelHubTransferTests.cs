using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>Transfers that break off, stall, or bring what was not asked for.</summary>
public sealed class ModelHubTransferTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task GetFile_ConnectionCut_GoesOnWhereItStopped()
    {
        _fake.OnDownload = (_, answer, number) => number < 7 ? answer with { CutAfter = 40_000 } : answer;
        using var hub = _fake.Open();

        string path = await hub.GetFileAsync("org/tiny", "model.safetensors");

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
        byte[] other = (byte[])_fake.Weights.Clone();
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
            ? new HubAnswer(200,
                "{\"tampered\":true}"u8.ToArray())
            { Headers = { ["X-Repo-Commit"] = FakeHub.Commit, ["ETag"] = FakeHub.GitHash(_fake.Files["config.json"]) } }
            : null;
        using var hub = _fake.Open();

        Assert.Equal(HubFailure.Corrupt, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync("org/tiny", "config.json"))).Failure);
    }

    [Fact]
    public async Task GetFile_LeftoverOfAnEarlierRunIsBad_StartsAnew()
    {
        string blobs = Path.Combine(_fake.RepositoryFolder, "blobs");
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

    [Fact]
    public async Task GetFile_Cancelled_Stops()
    {
        _fake.OnDownload = (_, answer, _) => answer with { CutAfter = 10, Stall = true };
        using var hub = _fake.Open(options => options with { ReadTimeout = TimeSpan.FromMinutes(1) });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.GetFileAsync("org/tiny", "model.safetensors", cancellation: cancel.Token));
    }
}
