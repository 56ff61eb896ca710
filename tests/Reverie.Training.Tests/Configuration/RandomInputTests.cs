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

    private static readonly string[] Words =
    [
        "a", "5", "1.5", "-", "inf", "nan", "null", "true", "'", "\"", "\\", ",", "(", ")", "[", "]", "{", "}", ":", "=", " ", "${", "choice(", "range(",
        "sort(", "shuffle(", "tag(", "int(", "float(", "str(", "bool(", "glob(", "interval(", "reverse=true", "1e-3", "9999999999999999999", "1e300", "0",
        "~", "*",
    ];

    private static readonly string[] References =
    [
        "${", "}", "k", "l", "m", "wandb", ".", "name", "[0]", "[", "]", "oc.env:", "oc.decode:", "oc.select:", "RV_X", "RV_SECRET", ",", " ", "\"", "\\",
        "a", "5", "null", "{", ":", "${k}", "${m.y.z}", "${l[2][1]}", "${oc.env:RV_SECRET}", "$", "${i}", "${texts.0}", "${text}",
    ];

    private static readonly string[] Entries =
        ["g", "h", "/", "a", "b", ": ", "@", "_here_", "_global_", "_self_", "override ", "optional ", "null", "[a, b]", "${g}", "${h}", ".", "???"];

    private static readonly string[] Choices = ["g", "h", "/", "a", "b", "=", "@", "~", "+", "++", "[", "]", ",", "_global_", "x", "null", "."];

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
    public void Expand_RandomSweeps_AreUnderstoodOrRefusedAndCanBeTypedAgain()
    {
        var random = new SeededRandom(5);
        for (int i = 0; i < 20_000; i++)
        {
            string text = "s=" + RandomText(random, 9, Words);
            AssertClear(() =>
            {
                foreach (var run in Sweep.Expand([text]))
                    Assert.Equal(run, Assert.Single(Sweep.Expand(run)));
            });
        }
    }

    [Fact]
    public void Load_RandomReferences_AreResolvedOrRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yaml", GoldenConfiguration.Base);
        var random = new SeededRandom(6);
        for (int i = 0; i < 2_000; i++)
        {
            string text = RandomText(random, 8, References).Replace("'", "");
            AssertClear(() =>
            {
                var loaded = ConfigLoader.Load<AnyOptions>(folder.Path, [$"text='{text}'", $"texts=['{text}']"]);
                // What was saved loads to the same again.
                string file = folder.Write("saved/config.yaml", YamlWriter.Write(loaded.Tree));
                var again = ConfigLoader.LoadFile<AnyOptions>(file, []).Options;
                Assert.Equal(loaded.Options.Text, again.Text);
                Assert.Equal(loaded.Options.Texts, again.Texts);
            });
        }
    }

    [Fact]
    public void Peek_RandomDefaultsLists_AreComposedOrRefused()
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(7);
        for (int i = 0; i < 300; i++)
        {
            foreach (string file in (string[])["config", "g/a", "g/b", "g/h/a", "h/a", "h/b"])
            {
                var lines = Enumerable.Range(0, random.NextInt(4)).Select(_ => $"  - {RandomText(random, 5, Entries)}\n");
                string header = random.NextInt(4) == 0 ? $"# @package {RandomText(random, 2, Entries)}\n" : "";
                folder.Write(file + ".yaml", $"{header}defaults:\n{string.Concat(lines)}{(random.NextInt(2) == 0 ? "" : "x: 1\n")}");
            }
            AssertClear(() => ConfigLoader.Peek(folder.Path, [RandomText(random, 4, Choices)]));
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

    private static string RandomText(SeededRandom random, int maxParts, string[] parts) =>
        string.Concat(Enumerable.Range(0, random.NextInt(maxParts + 1)).Select(_ => parts[random.NextInt(parts.Length)]));

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
