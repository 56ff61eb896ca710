using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

public class OwnModelsTests
{
    [Fact]
    public void CacheFolder_Variables_AreHonoured()
    {
        Assert.Equal("/data/reverie", OwnModels.CacheFolder(name => name == "REVERIE_CACHE" ? "/data/reverie" : null));
        Assert.Equal("/xdg/reverie", OwnModels.CacheFolder(name => name == "XDG_CACHE_HOME" ? "/xdg" : null));
        Assert.EndsWith(Path.Combine(".cache", "reverie"), OwnModels.CacheFolder(_ => null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetModel_OwnName_GivesTheFolderWithoutNetwork()
    {
        using var cache = new TemporaryFolder();
        string folder = Directory.CreateDirectory(cache.In("tiny")).FullName;
        foreach (string file in (string[])["config.json", "model.safetensors"])
            await File.WriteAllTextAsync(Path.Combine(folder, file), "{}", TestContext.Current.CancellationToken);
        using var hub = Hub(cache);

        Assert.Equal(folder, await hub.GetModelAsync("reverie/tiny", cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(
            Path.Combine(folder, "config.json"), await hub.GetFileAsync("reverie/tiny", "config.json", cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task GetModel_NotTrainedYet_SaysHowToTrainIt()
    {
        using var cache = new TemporaryFolder();
        using var hub = Hub(cache);

        var error = await Assert.ThrowsAsync<HubException>(() => hub.GetModelAsync("reverie/grid-gpt2", cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("reverie pretrain exp=grid-gpt2", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FormatException>(() => hub.GetModelAsync("reverie/../secret", cancellation: TestContext.Current.CancellationToken));
    }

    private static ModelHub Hub(TemporaryFolder cache) =>
        new(new HubOptions { CacheFolder = cache.In("hub"), OwnModels = new OwnModels(cache.Path), Offline = true });
}
