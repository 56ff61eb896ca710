using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests;

/// <summary>What a new run writes before it trains.</summary>
public sealed class RunFilesTests
{
    [Fact]
    public void Create_LabelFromTheEnvironment_IsInNoFile()
    {
        const string Secret = "hf_1a2b3c4d5e";
        Environment.SetEnvironmentVariable("RV_RUN_SECRET", Secret);
        using var folder = new TemporaryFolder();
        var host = BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));
        string[] overrides =
            ["exp=smoke", "wandb.name=${oc.env:RV_RUN_SECRET}", "wandb.notes='for ${oc.env:RV_RUN_SECRET}'", "wandb.tags=[a,'${oc.env:RV_RUN_SECRET}']"];
        var (algorithm, config) = host.Compose(overrides);
        var session = host.Create(algorithm, config, folder.Path, ["reverie", "train", .. overrides]);

        Assert.Equal(Secret, session.Settings.Labels.Name);
        Assert.All(
            Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Contains("\"name\": \"${oc.env:RV_RUN_SECRET}\"", File.ReadAllText(Path.Combine(session.Folder.Path, "run.json")), StringComparison.Ordinal);
    }
}
