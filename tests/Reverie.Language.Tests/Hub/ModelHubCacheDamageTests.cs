using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

/// <summary>A cache whose files are no longer what was fetched.</summary>
public sealed class ModelHubCacheDamageTests : IDisposable
{
    private readonly FakeHub _fake = new();

    public void Dispose() => _fake.Dispose();

    public static TheoryData<string, string, bool> Damages
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (string file in (string[])["config.json", "model.safetensors"])
            {
                foreach (string damage in (string[])["cut", "emptied", "flipped", "longer", "gone"])
                {
                    data.Add(file, damage, false);
                    data.Add(file, damage, true);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task GetModel_FileInTheCacheIsDamaged_IsFetchedAgain(string file, string damage, bool copies)
    {
        using var hub = _fake.Open(options => options with { DisableSymlinks = copies });
        string path = Path.Combine(await hub.GetModelAsync("org/tiny"), file);
        Damage(path, damage);

        await hub.GetModelAsync("org/tiny");

        Assert.Equal(_fake.Files[file], File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    public async Task GetModel_PinnedCommitIsDamaged_IsFetchedAgain(string damage)
    {
        using var hub = _fake.Open();
        string path = Path.Combine(await hub.GetModelAsync("org/tiny", FakeHub.Commit), "model.safetensors");
        Damage(path, damage);

        await hub.GetModelAsync("org/tiny", FakeHub.Commit);

        Assert.Equal(_fake.Weights, File.ReadAllBytes(path));
    }

    /// <summary>A mirror whose tags are no hashes: the announced size is all there is.</summary>
    [Fact]
    public async Task GetModel_TagIsNoHash_GoesByTheSize()
    {
        _fake.Before = request => request.Path.Contains("/resolve/", StringComparison.Ordinal)
            ? new HubAnswer(200, _fake.Files[Path.GetFileName(request.Path)])
            { Headers = { ["X-Repo-Commit"] = FakeHub.Commit, ["ETag"] = $"\"tag-{Path.GetFileName(request.Path).Length}\"" } }
            : null;
        using var hub = _fake.Open();
        string folder = await hub.GetModelAsync("org/tiny");
        Damage(Path.Combine(folder, "model.safetensors"), "cut");
        Damage(Path.Combine(folder, "config.json"), "emptied");

        await hub.GetModelAsync("org/tiny");

        Assert.Equal(_fake.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal(_fake.Files["config.json"], File.ReadAllBytes(Path.Combine(folder, "config.json")));
    }

    [Fact]
    public async Task GetModel_OfflineAndDamaged_NamesTheFile()
    {
        using (var hub = _fake.Open())
            Damage(Path.Combine(await hub.GetModelAsync("org/tiny"), "config.json"), "emptied");
        using var offline = _fake.Open(options => options with { Offline = true });

        var error = await Assert.ThrowsAsync<HubException>(() => offline.GetModelAsync("org/tiny"));

        Assert.Equal(HubFailure.Corrupt, error.Failure);
        Assert.Contains("cached config.json of org/tiny is damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", (await Assert.ThrowsAsync<HubException>(() => offline.GetFileAsync("org/tiny", "config.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetModel_DamagedIndexOfShards_IsFetchedAgain()
    {
        _fake.Files.Remove("model.safetensors");
        _fake.Files["model.safetensors.index.json"] = "{\"weight_map\":{\"a\":\"model-00001-of-00001.safetensors\"}}"u8.ToArray();
        _fake.Files["model-00001-of-00001.safetensors"] = _fake.Weights;
        using var hub = _fake.Open();
        string path = Path.Combine(await hub.GetModelAsync("org/tiny", FakeHub.Commit), "model.safetensors.index.json");
        Damage(path, "cut");

        await hub.GetModelAsync("org/tiny", FakeHub.Commit);

        Assert.Equal(_fake.Files["model.safetensors.index.json"], File.ReadAllBytes(path));
    }

    private static void Damage(string path, string damage)
    {
        string file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        byte[] bytes = File.ReadAllBytes(file);
        byte[] flipped = (byte[])bytes.Clone();
        flipped[bytes.Length / 2] ^= 1;
        if (damage == "gone")
            File.Delete(file);
        else
            File.WriteAllBytes(file, damage switch { "cut" => bytes[..(bytes.Length / 2)], "emptied" => [], "longer" => [.. bytes, 0], _ => flipped });
    }
}
