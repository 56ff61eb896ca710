using System.Text;
using Reverie.Algorithms.Iris.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Fuzz.Tests;

public sealed class ConfigurationFuzzTests
{
    [Fact]
    public void Yaml_AnyBytes_IsReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("a.yaml");
        Fuzzer.Run("yaml", [File.ReadAllBytes(Path.Combine(Repository.Configs, "config.yaml")), .. Fuzzer.Recorded("yaml-*")], input =>
        {
            File.WriteAllBytes(path, input);
            YamlReader.ReadFile(path, path);
        });
    }

    [Fact]
    public void RunConfiguration_AnyBytes_IsBoundOrRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("config.yaml");
        byte[] good = Encoding.UTF8.GetBytes(YamlWriter.Write(ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=small"]).Tree));
        Fuzzer.Run("run-config", [good], input =>
        {
            File.WriteAllBytes(path, input);
            ConfigLoader.LoadFile<IrisOptions>(path, []);
        });
    }

    [Fact]
    public void Overrides_AnyText_AreReadOrRefused() => Fuzzer.Run(
        "overrides",
        [.. Lines("overrides.txt"), .. Texts("a.b=[1,2,{x: 3}]", "a='x\\'y'", "~g=b", "+a=1e3", "a=\"${b.c}\"")],
        input => Override.Parse(Encoding.UTF8.GetString(input)));

    [Fact]
    public void Sweeps_AnyText_AreExpandedOrRefused() => Fuzzer.Run(
        "sweeps",
        Texts("s=choice(a,b)", "s=range(1,10,2)", "s=sort(3,1,2,reverse=true)", "s=shuffle(range(1,5))", "s='a,b',c", "s=[1,2],[3,4]", "s=glob(*)"),
        input => Sweep.Expand([Encoding.UTF8.GetString(input)]));

    [Fact]
    public void References_AnyText_AreResolvedOrRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("config.yaml");
        byte[] good = "wandb:\n  name: a\nk: wandb\ns: ${wandb.name} ${oc.env:RV_NONE,\"a,b\"} ${${k}.name}\nl: [1, '${l2[0]}']\nl2: [x, '${.1}']\n"u8.ToArray();
        Fuzzer.Run("references", [good], input =>
        {
            File.WriteAllBytes(path, input);
            ConfigLoader.Peek(folder.Path, []);
        });
    }

    private static IEnumerable<byte[]> Lines(string file) => File.ReadLines(Repository.Golden("fuzz", file)).Select(Encoding.UTF8.GetBytes);

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
