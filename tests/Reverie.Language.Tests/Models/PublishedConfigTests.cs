namespace Reverie.Language.Tests.Models;

/// <summary>Refusing what is not obeyed must not refuse what people publish; see golden/loading.</summary>
public sealed class PublishedConfigTests
{
    [Theory]
    [InlineData("chatterbox-gpt2", 1024)]
    [InlineData("gpt2", 768)]
    [InlineData("gpt2-medium", 1024)]
    [InlineData("gpt-neox-20b", 6144)]
    [InlineData("llama3-scaled", 1024)]
    [InlineData("mamba-130m-hf", 768)]
    [InlineData("qwen2-7b-instruct", 3584)]
    [InlineData("qwen3-0.6b", 1024)]
    [InlineData("smollm2-135m", 576)]
    public void LoadConfig_PublishedFile_IsTaken(string name, long width)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Golden.PathOf($"loading/published/{name}.json"), folder.In("config.json"));
        Assert.Equal(width, HuggingFace.LoadConfig(folder.Path).HiddenSize);
    }

    [Fact]
    public void LoadConfig_SecondNameWithAnotherNumber_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        string json = File.ReadAllText(Golden.PathOf("loading/published/chatterbox-gpt2.json"));
        File.WriteAllText(folder.In("config.json"), json.Replace("\"hidden_size\": 1024", "\"hidden_size\": 1025", StringComparison.Ordinal));
        var e = Assert.Throws<NotSupportedException>(() => HuggingFace.LoadConfig(folder.Path));
        Assert.Contains("hidden_size = 1025 instead of 1024", e.Message, StringComparison.Ordinal);
    }
}
