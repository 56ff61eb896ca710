using Reverie.Training.Configuration;

namespace Reverie.Algorithms.Tests;

/// <summary>What a new run writes before it trains.</summary>
public sealed class RunFilesTests
{
    [Theory]
    [InlineData("dreamer_v3", "exp=dreamer_v3_smoke", "fabric.accelerator=cpu", "algo.run_test=false", "dry_run=true", "metric.log_every=1")]
    [InlineData(
        "dreamer_v3", "exp=dreamer_v3_smoke", "fabric.accelerator=cpu", "env=babyai_words", "env.num_envs=2", "algo.mlp_keys.encoder=[state,token]", "buffer.memmap=false",
        "text.steps=1", "text.sentences=20", "text.sequence_length=4")]
    [InlineData(
        "pretraining", "data.corpus=grid", "data.corpus_megabytes=0.05", "data.sequence_length=16", "tokenizer.vocabulary_size=300", "model.config.n_layer=1",
        "model.config.n_embd=16", "model.config.n_head=2", "model.config.n_positions=16", "training.steps=1", "training.batch_size=2", "training.warmup_steps=0",
        "training.log_every=1", "validation.sequences=2", "samples.count=0", "common.device=cpu")]
    public void Train_WithTrackers_WritesWhatTheyAreToldTo(string name, params string[] overrides)
    {
        using var folder = new TemporaryFolder();
        var host = BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));
        foreach (string mode in (string[])["offline", "disabled"])
        {
            var (algorithm, config) = host.Compose([.. overrides, $"wandb.mode={mode}", "wandb.group=lamps"], name == "pretraining" ? name : null);
            var session = host.Create(algorithm, config, folder.In(mode), ["reverie"]);
            Assert.Equal((name, "lamps"), (session.Settings.Labels.Project, session.Settings.Labels.Group));
            Assert.True(session.Train());
            bool isOffline = mode == "offline";
            Assert.Equal(isOffline, File.Exists(Path.Combine(session.Folder.Logs, "metrics.jsonl")));
            Assert.Equal(isOffline, Directory.Exists(Path.Combine(session.Folder.Path, "wandb")));
            if (isOffline)
                Assert.NotEmpty(Directory.GetFiles(Path.Combine(session.Folder.Path, "wandb"), "*.wandb", SearchOption.AllDirectories));
        }
        var named = host.Compose([.. overrides, name == "pretraining" ? "output.name=mine" : "run_name=mine"], name == "pretraining" ? name : null).Config;
        Assert.Equal("mine", named.Options.Settings.Labels.Name);
    }

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
