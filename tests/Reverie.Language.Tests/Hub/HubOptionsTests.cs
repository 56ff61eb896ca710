using Reverie.Language.Hub;

namespace Reverie.Language.Tests.Hub;

public class HubOptionsTests
{
    [Fact]
    public void FromEnvironment_Nothing_GivesTheUsualPlaces()
    {
        var options = Read([]);

        Assert.Equal(new Uri("https://huggingface.co"), options.Endpoint);
        Assert.EndsWith(Path.Combine(".cache", "huggingface", "hub"), options.CacheFolder, StringComparison.Ordinal);
        Assert.False(options.Offline);
    }

    [Fact]
    public void FromEnvironment_Variables_AreHonoured()
    {
        var options = Read(new()
        {
            ["HF_ENDPOINT"] = "https://mirror.example",
            ["HF_HOME"] = "/data/hf",
            ["HF_TOKEN"] = " hf_x ",
            ["HF_HUB_OFFLINE"] = "1",
            ["HF_HUB_ETAG_TIMEOUT"] = "2.5",
            ["HF_HUB_DOWNLOAD_TIMEOUT"] = "60",
            ["HF_HUB_DISABLE_SYMLINKS"] = "true",
        });

        Assert.Equal(new Uri("https://mirror.example"), options.Endpoint);
        Assert.Equal("/data/hf/hub", options.CacheFolder);
        Assert.Equal("hf_x", options.Token);
        Assert.True(options.Offline);
        Assert.True(options.DisableSymlinks);
        Assert.Equal(2.5, options.AnswerTimeout.TotalSeconds);
        Assert.Equal(60, options.ReadTimeout.TotalSeconds);
    }

    [Fact]
    public void FromEnvironment_OlderNames_AreHonoured()
    {
        var options = Read(new() { ["HUGGINGFACE_HUB_CACHE"] = "/old/cache", ["HUGGING_FACE_HUB_TOKEN"] = "hf_old", ["TRANSFORMERS_OFFLINE"] = "yes" });

        Assert.Equal("/old/cache", options.CacheFolder);
        Assert.Equal("hf_old", options.Token);
        Assert.True(options.Offline);
    }

    [Fact]
    public void FromEnvironment_TokenFile_IsReadUnlessForbidden()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("token"), "hf_file\n");

        Assert.Equal("hf_file", Read(new() { ["HF_HOME"] = folder.Path }).Token);
        Assert.Null(Read(new() { ["HF_HOME"] = folder.Path, ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1" }).Token);
    }

    [Theory]
    [InlineData("HF_ENDPOINT", "mirror")]
    [InlineData("HF_HUB_ETAG_TIMEOUT", "soon")]
    public void FromEnvironment_Unusable_NamesTheVariable(string name, string value) =>
        Assert.Contains(name, Assert.Throws<FormatException>(() => Read(new() { [name] = value })).Message, StringComparison.Ordinal);

    private static HubOptions Read(Dictionary<string, string> variables) => HubOptions.FromEnvironment(variables.GetValueOrDefault);
}
