using System.Text.Json;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration.Composition;

public sealed class DefaultsListTests
{
    public static TheoryData<string> Names() => [.. Cases().Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compose_RecordedCase_IsWhatHydraComposes(string name)
    {
        var item = Cases().Single(item => item.GetProperty("name").GetString() == name);
        using var folder = new TemporaryFolder();
        foreach (var file in item.GetProperty("files").EnumerateObject())
            folder.Write(file.Name, file.Value.GetString()!);
        string[] overrides = [.. item.GetProperty("overrides").EnumerateArray().Select(text => text.GetString()!)];

        if (item.TryGetProperty("error", out var error))
        {
            string message = Assert.Throws<ConfigException>(() => ConfigLoader.Peek(folder.Path, overrides)).Message;
            Assert.Contains(error.GetString()!, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
        else
        {
            Assert.Equal(GoldenConfiguration.Show(item.GetProperty("tree")), GoldenConfiguration.Show(Plain(ConfigLoader.Peek(folder.Path, overrides))));
        }
    }

    [Fact]
    public void Compose_FilesThatNameEachOtherTwice_AreRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yaml", "defaults: [x0]\n");
        for (int i = 0; i < 30; i++)
            folder.Write($"x{i}.yaml", $"defaults: [x{i + 1}, x{i + 1}]\n");
        folder.Write("x30.yaml", "a: 1\n");

        string message = Assert.Throws<ConfigException>(() => ConfigLoader.Peek(folder.Path, [])).Message;
        Assert.Contains("name more than 1000 files", message, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Cases() =>
        File.ReadLines(Repository.Golden("configuration", "defaults-lists.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private static object? Plain(ConfigNode node) => node switch
    {
        ConfigMap map => map.ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        ConfigList list => list.Items.Select(Plain).ToList(),
        _ => ((ConfigScalar)node).Value,
    };
}
