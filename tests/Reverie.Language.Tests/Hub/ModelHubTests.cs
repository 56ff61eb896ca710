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

        string folder = await hub.GetModelAsync("org/tiny");

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
        File.WriteAllText(folder.In("config.json"), "{}");
        using var hub = _fake.Open();

        Assert.Equal(folder.Path, await hub.GetModelAsync(folder.Path));
        Assert.Equal(folder.In("config.json"), await hub.GetFileAsync(folder.Path, "config.json"));
        Assert.Equal(HubFailure.FileNotFound, (await Assert.ThrowsAsync<HubException>(() => hub.GetFileAsync(folder.Path, "vocab.json"))).Failure);
        Assert.Empty(_fake.Server.Requests);
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

        string path = await hub.GetFileAsync("org/tiny", "model.safetensors");

        Assert.Null(new FileInfo(path).LinkTarget);
        Assert.Equal(_fake.Weights, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task GetFile_AnotherDownloadHoldsTheLock_UsesAFileOfItsOwn()
    {
        string locks = Path.Combine(_fake.CacheFolder, ".locks", "models--org--tiny");
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
        _fake.Files["model.safetensors.index.json"] =
            """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""u8.ToArray();
        using var hub = _fake.Open();

        string folder = await hub.GetModelAsync("org/tiny");

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

    private sealed class Recorder(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
