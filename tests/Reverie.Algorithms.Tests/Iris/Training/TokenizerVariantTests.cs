using System.Text.Json;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Language;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Training.Configuration;
using Reverie.WorldModels.Tokenizers.Patches;

namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>Whole runs with the kinds of tokenizers.</summary>
public sealed class TokenizerVariantTests
{
    // What exp=smoke says of a VQ-VAE, unsaid.
    private static readonly string[] AsInTheOriginal =
    [
        "tokenizer.vocab_size=512", "tokenizer.embed_dim=512", "tokenizer.encoder.resolution=64", "tokenizer.encoder.z_channels=512", "tokenizer.encoder.ch=64",
        "tokenizer.encoder.ch_mult=[1,1,1,1,1]", "tokenizer.encoder.num_res_blocks=2", "tokenizer.encoder.attn_resolutions=[8,16]",
        "tokenizer.encoder.patch_size=1",
        "tokenizer.l2_weight=0", "tokenizer.max_pixel_weight=0",
    ];

    [Theory]
    [InlineData("tokenizer.critic_loss_weight=1", "training.tokenizer.ignore_last_of_incomplete=20")]
    [InlineData("tokenizer.codebook=ema", "tokenizer.ema.decay=0.5")]
    [InlineData("tokenizer.codebook=fsq", "tokenizer.fsq_levels=[8,4]", "tokenizer.embed_dim=2")]
    [InlineData(
        "tokenizer.encoder.type=vit", "tokenizer.encoder.ch=64", "tokenizer.encoder.ch_mult=[1,1,1,1,1]", "tokenizer.encoder.num_res_blocks=2",
        "tokenizer.encoder.attn_resolutions=[8,16]", "tokenizer.encoder.patch_size=1", "tokenizer.encoder.vit.embed_dim=32")]
    public void Run_ResumedAfterTwoEpochs_EndsWithTheSameWeights(params string[] overrides)
    {
        using var whole = new SmokeRun(overrides);
        using (var trainer = whole.Trainer())
            trainer.Run();
        using var halves = new SmokeRun(overrides);
        using (var trainer = halves.Trainer())
        {
            trainer.RunEpoch();
            trainer.RunEpoch();
        }
        using (var trainer = halves.Trainer(resume: true))
            trainer.Run();
        var (expected, actual) = (whole.Weights(), halves.Weights());
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }

    [Fact]
    public void Run_ValueLoss_WaitsForReturnsThatAreKnown()
    {
        using var run = new SmokeRun("tokenizer.critic_loss_weight=1", "training.tokenizer.ignore_last_of_incomplete=1000", "evaluation.should=false");
        using (var trainer = run.Trainer())
            trainer.Run();
        var lines = Metrics(run);
        // An episode of 100 steps at the most is not over after 40.
        Assert.DoesNotContain("tokenizer/train/loss", lines[0]);
        Assert.Contains("world_model/train/loss", lines[0]);
        Assert.Contains("tokenizer/train/value_loss", lines[^1]);
    }

    [Fact]
    public void Run_Patches_GrowWithExperienceAndGoOnAsTheyWere()
    {
        string[] patches = ["tokenizer.type=patches", "tokenizer.patches.patch_size=16", "tokenizer.patches.max_codes=64", .. AsInTheOriginal];
        using (var run = new SmokeRun(patches))
        {
            using var trainer = run.Trainer();
            trainer.RunEpoch();
            var tokenizer = (PatchTokenizer)trainer.Components.Agent.Frames;
            int first = tokenizer.CodeCount;
            Assert.InRange(first, 2, 64);
            trainer.RunEpoch();
            Assert.InRange(tokenizer.CodeCount, first, 64);
            Assert.All(Metrics(run), line => Assert.Contains("tokenizer/codes", line));
            Assert.Null(trainer.Components.Tokenizer);
        }
        Run_ResumedAfterTwoEpochs_EndsWithTheSameWeights(patches);
    }

    [Fact]
    public void Run_ResumedTiedToLanguage_EndsWithTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        using var generator = new Generator(1);
        var settings = new Dictionary<string, object>
        {
            ["model_type"] = "gpt2",
            ["n_layer"] = 1,
            ["n_embd"] = 12,
            ["n_head"] = 2,
            ["n_positions"] = 64,
            ["vocab_size"] = 40,
        };
        float[] words;
        using (var model = LanguageModel.Create(HuggingFace.ParseConfig(JsonSerializer.SerializeToElement(settings)), generator))
        {
            model.Save(folder.Path);
            words = model.StateDict().Single(entry => entry.Name == "transformer.wte.weight").Tensor.ToArray<float>();
        }
        Run_ResumedAfterTwoEpochs_EndsWithTheSameWeights(
            "tokenizer.codebook=tied_to_language", "world_model.type=llm", $"world_model.hf_model.name={folder.Path}", "world_model.num_layers=10",
            "world_model.num_heads=4", "world_model.embed_dim=256", "world_model.embed_pdrop=0.1", "world_model.resid_pdrop=0.1", "world_model.attn_pdrop=0.1");
        Assert.Equal(words, WordEmbeddings.Load(folder.Path).ToArray<float>());
    }

    [Fact]
    public void Run_FixedTokenizer_HasNoPhaseNoOptimizerAndNoLosses()
    {
        using var before = new SmokeRun("common.epochs=1", "tokenizer.critic_loss_weight=1");
        using (var trainer = before.Trainer())
            trainer.Run();
        using var run = new SmokeRun(
            "tokenizer.should_train=False", $"initialization.path_to_checkpoint={before.Folder.Path}", "initialization.load_tokenizer=True");
        using (var trainer = run.Trainer())
        {
            Assert.Null(trainer.Components.Tokenizer);
            Assert.DoesNotContain(trainer.Components.Agent.Tokenizer.Parameters(), parameter => parameter.RequiresGrad);
            trainer.Run();
        }
        var (loaded, kept) = (before.Weights(), run.Weights());
        string[] names = [.. kept.Keys.Where(name => name.StartsWith("tokenizer.", StringComparison.Ordinal))];
        Assert.NotEmpty(names);
        foreach (string name in names)
            Assert.True(loaded[name].AsSpan().SequenceEqual(kept[name]), $"{name} differs");
        Assert.DoesNotContain(names, name => name.Contains("critic", StringComparison.Ordinal));
        var checkpoint = run.Folder.OpenCheckpoints(10).LoadNewest().Checkpoint!;
        Assert.False(checkpoint.Contains("optimizer_tokenizer.safetensors"));
        Assert.All(Metrics(run), line => Assert.DoesNotContain(line, name => name.StartsWith("tokenizer/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tokenizer.should_train=False", "and none is loaded; give initialization.path_to_checkpoint=PATH")]
    [InlineData("tokenizer.codebook=from_language", "and the world model is no pretrained one; choose world_model=llm")]
    [InlineData("training.returns_gamma=0.9", "give tokenizer.critic_loss_weight")]
    [InlineData("tokenizer.codebook=fsq", "'tokenizer.fsq_levels' needs two levels or more")]
    [InlineData("tokenizer.codebook=kmeans", "learned, ema, fsq, from_language")]
    [InlineData("tokenizer.ema.decay=0.5", "only 'tokenizer.codebook'=ema uses it")]
    [InlineData("tokenizer.encoder.vit.num_heads=2", "only 'tokenizer.encoder.type'=vit uses it")]
    [InlineData("tokenizer.patches.patch_size=4", "only 'tokenizer.type'=patches uses it")]
    [InlineData("tokenizer.type=patches", "are for tokenizer.type=vq; leave them out")]
    [InlineData("tokenizer.encoder.type=vit", "'tokenizer.encoder.ch', 'ch_mult'")]
    public void Load_Mistake_SaysWhatToChange(string mistake, string expected)
    {
        var error = Assert.Throws<ConfigException>(() => SmokeRun.Load(mistake));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ema")]
    [InlineData("fsq")]
    [InlineData("vit")]
    [InlineData("patches")]
    public void Load_Choice_GivesSixteenTokens(string choice)
    {
        var options = ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=quickstart", $"tokenizer={choice}"]).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(7), Device.Cpu);
        Assert.Equal(16, components.Frames.TokensPerFrame);
    }

    [Fact]
    public void Of_KindsOfTokenizers_AreKnownToTheEstimate()
    {
        const string Batch = "training.tokenizer.batch_num_samples=4096";
        long learned = Memory(Batch), ema = Memory(Batch, "tokenizer.codebook=ema");
        // 32 codes of 16 numbers no longer have gradients and moments, but sums and counts.
        Assert.Equal(sizeof(float) * ((2 * 32 * 16) + 32 - (4 * 32 * 16)), ema - learned);
        long resting = Memory(Batch, "tokenizer.should_train=False", "initialization.path_to_checkpoint=x", "initialization.load_tokenizer=True");
        Assert.InRange(resting, 1, learned / 2);
    }

    private static long Memory(params string[] overrides)
    {
        var options = SmokeRun.Load(overrides).Options;
        using var components = new IrisComponents(options, SmokeRun.Layout(7), Device.Cpu);
        return IrisEstimate.Of(options, components.Agent, new("image", ElementType.UInt8, [3, 32, 32], 0, 255), Device.Cpu).MemoryBytes;
    }

    /// <summary>The names of what was logged, epoch after epoch.</summary>
    private static HashSet<string>[] Metrics(SmokeRun run) =>
    [
        .. File.ReadAllLines(Path.Combine(run.Folder.Logs, "metrics.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.EnumerateObject().Select(entry => entry.Name).ToHashSet()),
    ];
}
