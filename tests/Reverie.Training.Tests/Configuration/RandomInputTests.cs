using Reverie.Algorithms.Iris.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Randomness;

namespace Reverie.Training.Tests.Configuration;

/// <summary>Whatever is typed or stands in a file, the answer is a configuration or one sentence.</summary>
public sealed class RandomInputTests
{
    private const string Alphabet = "ab.c=,[]{}:'\"$\\~+@/-? #&*!|>%\t\n0123xé\u0001";

    [Fact]
    public void Parse_RandomOverrides_AreUnderstoodOrRefused()
    {
        var random = new SeededRandom(1);
        for (int i = 0; i < 20_000; i++)
        {
            string text = (random.NextInt(2) == 0 ? "a.b=" : "") + RandomText(random, 14);
            AssertClear(() => Override.Parse(text));
        }
    }

    [Fact]
    public void Read_RandomYaml_IsUnderstoodOrRefused()
    {
        var random = new SeededRandom(2);
        for (int i = 0; i < 5_000; i++)
        {
            string text = RandomText(random, 40);
            AssertClear(() => YamlReader.Read(text, "x.yaml"));
        }
    }

    [Fact]
    public void Load_MutatedConfiguration_IsUnderstoodOrRefused()
    {
        using var folder = new TemporaryFolder();
        string good = YamlWriter.Write(ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=small"]).Tree);
        var random = new SeededRandom(3);
        for (int i = 0; i < 300; i++)
        {
            char[] bad = good.ToCharArray();
            for (int edits = 1 + random.NextInt(3); edits > 0; edits--)
                bad[random.NextInt(bad.Length)] = Alphabet[random.NextInt(Alphabet.Length)];
            string file = folder.Write("config.yaml", new string(bad));
            AssertClear(() => ConfigLoader.LoadFile<IrisOptions>(file, []));
        }
    }

    [Fact]
    public void Write_RandomTree_ReadsBackTheSame()
    {
        var random = new SeededRandom(4);
        for (int i = 0; i < 3_000; i++)
        {
            var map = new ConfigMap(ConfigOrigin.BuiltIn);
            foreach (string key in (string[])["k", "true", "a: b", "- x", "#"])
                map[key] = RandomNode(random, 3);
            var again = YamlReader.Read(YamlWriter.Write(map), "x.yaml");

            Assert.Equal(Flatten(map), Flatten(again));
        }
    }

    private static string RandomText(SeededRandom random, int maxLength) =>
        string.Concat(Enumerable.Range(0, random.NextInt(maxLength + 1)).Select(_ => Alphabet[random.NextInt(Alphabet.Length)]));

    private static ConfigNode RandomNode(SeededRandom random, int depth)
    {
        switch (random.NextInt(depth == 0 ? 2 : 4))
        {
            case 2:
                return new ConfigList(ConfigOrigin.BuiltIn, Enumerable.Range(0, random.NextInt(3)).Select(_ => RandomNode(random, depth - 1)));
            case 3:
                var map = new ConfigMap(ConfigOrigin.BuiltIn);
                for (int i = random.NextInt(3); i > 0; i--)
                    map[RandomText(random, 4) + i] = RandomNode(random, depth - 1);
                return map;
            case 1:
                return new ConfigScalar(random.NextInt(2) == 0 ? null : "1.5", quoted: false, ConfigOrigin.BuiltIn);
            default:
                return new ConfigScalar(RandomText(random, 8), quoted: true, ConfigOrigin.BuiltIn);
        }
    }

    private static string Flatten(ConfigNode node) => node switch
    {
        ConfigMap map => $"{{{string.Join(", ", map.Select(pair => $"<{pair.Key}>: {Flatten(pair.Value)}"))}}}",
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Flatten))}]",
        _ => ((ConfigScalar)node).Text is { } text ? $"<{text}>" : "null",
    };

    private static void AssertClear(Action action)
    {
        try
        {
            action();
        }
        catch (ConfigException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
        }
    }
}
