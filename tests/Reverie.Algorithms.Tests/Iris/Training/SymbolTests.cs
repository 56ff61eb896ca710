using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Networks;
using Reverie.Algorithms.Iris.Training;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Environments;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Tests.Iris.Training;

/// <summary>IRIS on the symbols of grid worlds.</summary>
public sealed class SymbolTests
{
    private const int Tile = 8;

    private static readonly string[] Small =
    [
        "common.epochs=4", "collection.train.config.num_steps=40", "collection.train.num_envs=2", "collection.test.num_envs=2", "collection.test.config.num_episodes=2",
        "world_model.max_blocks=4", "world_model.embed_dim=16", "world_model.num_layers=1", "actor_critic.token_dim=4", "actor_critic.feature_dim=8", "actor_critic.lstm_dim=8",
        "training.world_model.batch_num_samples=2", "training.world_model.steps_per_epoch=4", "training.world_model.start_after_epochs=0",
        "training.actor_critic.batch_num_samples=2", "training.actor_critic.steps_per_epoch=4", "training.actor_critic.start_after_epochs=1",
        "training.actor_critic.imagine_horizon=5", "training.actor_critic.burn_in=2", "evaluation.tokenizer.save_reconstructions=true", "evaluation.solved_at=null",
    ];

    private static readonly ActionSpec SevenActions = ActionSpec.Discrete(7);

    /// <summary>What is not known of a cell, nobody may learn.</summary>
    [Fact]
    public void EncodeTokens_EveryCellOfEveryLevel_ComesBackExactly()
    {
        using var scope = new TensorScope();
        var all = CellVocabulary.All;
        using var tokenizer = Tokenizer("view", all.Count, 1);
        byte[] cells = [.. all.SelectMany(cell => (byte[])[(byte)cell.Type, (byte)cell.Color, cell.State])];
        long[] tokens = ((IFrameTokenizer)tokenizer).EncodeTokens(Tensor.From(cells, all.Count, 1, 3)).ToArray<long>();
        Assert.Equal(Enumerable.Range(0, all.Count).Select(i => (long)i), tokens);
        Assert.Equal(CellVocabulary.Words(7), ((IWordedTokenizer)tokenizer).Words(7));
    }

    [Theory]
    [InlineData("MiniGrid-DoorKey-5x5-v0")]
    [InlineData("MiniGrid-MemoryS7-v0")]
    [InlineData("MiniGrid-LavaCrossingS9N1-v0")]
    [InlineData("BabyAI-UnlockLocal-v0")]
    [InlineData("BabyAI-GoToObjMaze-v0")]
    public void DecodeTokens_OfTheView_IsThePictureOfTheEnvironmentsRenderer(string id)
    {
        using var scope = new TensorScope();
        using var tokenizer = Tokenizer("view", 7, 7);
        Play(id, "view", (grid, tokens) =>
        {
            byte[] drawn = new byte[7 * Tile * 7 * Tile * 3];
            grid.RenderView(drawn, Tile);
            AssertPicture(drawn, tokenizer, tokens, 7, 7, (_, _) => true);
        });
    }

    /// <summary>But for what lies beneath the agent, which the symbols do not show.</summary>
    [Theory]
    [InlineData("MiniGrid-DoorKey-5x5-v0")]
    [InlineData("MiniGrid-Unlock-v0")]
    [InlineData("BabyAI-OneRoomS8-v0")]
    public void DecodeTokens_OfTheWorld_IsThePictureOfTheEnvironmentsRendererWithoutTheLight(string id)
    {
        using var scope = new TensorScope();
        int width = 0, height = 0;
        Module? tokenizer = null;
        Play(id, "world", (grid, tokens) =>
        {
            (width, height) = (grid.Width, grid.Height);
            tokenizer ??= Tokenizer("world", width, height);
            byte[] drawn = new byte[height * Tile * width * Tile * 3];
            grid.RenderWorld(drawn, Tile, highlight: false);
            bool onFloor = grid.Grid.CellAt(grid.AgentPosition).Type == ObjectType.Empty;
            AssertPicture(drawn, tokenizer, tokens, width, height, (x, y) => onFloor || (x, y) != (grid.AgentPosition.X, grid.AgentPosition.Y));
        });
        tokenizer!.Dispose();
    }

    [Fact]
    public void Run_StoppedInsideEveryPhase_EndsWithTheSameWeights()
    {
        using var whole = SmokeRun.Of("iris_symbols", Small);
        using (var trainer = whole.Trainer())
            Assert.True(trainer.Run());
        using var pieces = SmokeRun.Of("iris_symbols", Small);
        bool resume = false;
        for (int patience = 3; ; patience += 4)
        {
            using var stop = new StopAfter(patience);
            using var trainer = pieces.Trainer(resume, stop.Reporter);
            resume = true;
            if (trainer.Run(stop.Stop))
                break;
        }
        var (expected, found) = (whole.Weights(), pieces.Weights());
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.DoesNotContain(expected.Keys, name => name.StartsWith("tokenizer.", StringComparison.Ordinal));
        Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(found[pair.Key]), pair.Key));
        Assert.NotEmpty(Directory.EnumerateFiles(whole.Folder.MediaReconstructions, "*.png"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(whole.Folder.MediaEpisodes, "imagination"), "*.png"));
    }

    [Fact]
    public void Create_SymbolRun_HasNoTokenizerToTrainAndPaysForNone()
    {
        using var run = SmokeRun.Of("iris_symbols", Small);
        using var trainer = run.Trainer();
        Assert.Null(trainer.Components.Tokenizer);
        Assert.Equal(2, trainer.Components.Trainings.Count());
        Assert.Equal(26, trainer.Components.Agent.WorldModel.Options.TokensPerBlock);
        Assert.Equal(["world model", "actor-critic"], trainer.Estimate!.Parameters.Select(part => part.Part));
        Assert.InRange(trainer.Estimate.MemoryBytes, 1 << 20, 400L << 20);
    }

    [Fact]
    public void Policy_OneCellChanged_GivesOtherLogits()
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var actor = new ActorCritic(7, new ActorCriticOptions { Sees = ActorSight.Tokens, LstmDim = 8, FeatureDim = 16 }, generator, (56, 25));
        var tokens = Tensor.Zeros([2, 25], ScalarType.Int64);
        tokens.Select(0, 1).Select(0, 24).FillInPlace(3);
        actor.Reset(2);
        var logits = actor.Forward(tokens).LogitsActions;
        Assert.True((logits.Select(0, 0) - logits.Select(0, 1)).Abs().Max().Item() > 1e-6);
    }

    [Theory]
    [InlineData("env=minigrid", "'tokenizer.type' is symbols, which reads the cells of a grid world; take env=minigrid_symbols")]
    [InlineData("tokenizer=tiny", "'env.train.symbols' is true, and only tokenizer=symbols reads symbols")]
    [InlineData("tokenizer.vocab_size=64", "The symbols of a grid world are known and exact")]
    [InlineData("tokenizer.encoder.ch_mult=[1,1,1,1,2]", "The symbols of a grid world are known and exact")]
    [InlineData("actor_critic=small", "'actor_critic.sees' is frames, and symbols are no pictures")]
    [InlineData("actor_critic.use_original_obs=true", "'actor_critic.use_original_obs' is for an actor-critic that sees frames")]
    [InlineData("env.test.observation=view", "'env.train.observation' and 'env.test.observation' must be the same")]
    [InlineData("world_model.embed_tokens_from_words=true", "'world_model.embed_tokens_from_words' is for tokens that words can say")]
    [InlineData("world_model.tokens_per_block=1", "'world_model.tokens_per_block' must be at least 2")]
    public void Load_Mistake_IsOneSentence(string mistake, string message)
    {
        string[] groups = mistake is "env=minigrid" or "actor_critic=small" ? [mistake, "env.train.size=64"] : [mistake];
        if (mistake == "actor_critic=small")
            groups = [mistake, "actor_critic.resolution=64"];
        var error = Assert.Throws<ConfigException>(() => SmokeRun.LoadOf("iris_symbols", groups));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("env.train.id=CartPole-v1", "Only grid worlds of MiniGrid and BabyAI have symbols, and CartPole")]
    [InlineData("world_model.tokens_per_block=17", "a frame of this environment has 25 tokens; with the action that is 26, or give 0")]
    [InlineData("env.train.frame_skip=2", "symbols of several frames cannot be laid over each other; set env.train.frame_skip=1")]
    [InlineData("env.train.size=32", "'env.train.size' and 'env.train.resampling' are for pictures, and 'env.train.symbols' is true: leave them out.")]
    [InlineData("world_model.max_blocks=5000", "are more tokens than a context can have")]
    public void Train_Mistake_IsOneSentence(string mistake, string message)
    {
        using var run = SmokeRun.Of("iris_symbols", [.. Small, mistake]);
        Assert.Contains(message, Assert.Throws<ConfigException>(() => run.Trainer()).Message, StringComparison.Ordinal);
    }

    private static Module Tokenizer(string observation, int columns, int rows)
    {
        var options = SmokeRun.LoadOf("iris_symbols", $"env.train.observation={observation}").Options;
        var frame = new ArraySpec("image", ElementType.UInt8, [columns, rows, 3], 0, 10);
        using var generator = new Generator(0);
        return (Module)TokenizerFactory.Create(options, new StepLayout([frame], [], SevenActions), generator, CancellationToken.None);
    }

    /// <summary>Shows the world behind the symbols and their tokens, step by step.</summary>
    private static void Play(string id, string observation, Action<MiniGridEnv, Tensor> look)
    {
        var options = SmokeRun.LoadOf("iris_symbols", $"env.train.id={id}", $"env.train.observation={observation}").Options;
        MiniGridEnv? grid = null;
        using var environment = PixelWorlds.MakeOne(Worlds.CreateBuiltIn(), options.Env.Train, "env.train", inner => grid = (MiniGridEnv)inner.Unwrapped);
        var batch = new StepBatch(environment.Layout, 1);
        using var generator = new Generator(0);
        using var tokenizer = (Module)TokenizerFactory.Create(options, environment.Layout, generator, CancellationToken.None);
        environment.Reset(4, batch.Row(0));
        var random = new Random(2);
        for (int step = 0; step < 80; step++)
        {
            using var scope = new TensorScope();
            look(grid!, ((IFrameTokenizer)tokenizer).EncodeTokens(TensorBatch.Copy(batch[IrisPolicy.Image], [1], Device.Cpu)));
            if (environment.Step(new([random.Next(7)], []), batch.Row(0)) is { Terminated: true } or { Truncated: true })
                environment.Reset(null, batch.Row(0));
        }
    }

    private static void AssertPicture(byte[] drawn, Module tokenizer, Tensor tokens, int columns, int rows, Func<int, int, bool> isShown)
    {
        var picture = (((IFrameTokenizer)tokenizer).DecodeTokens(tokens) * 255).Round().To(ScalarType.UInt8).Select(0, 0).Permute(1, 2, 0);
        byte[] made = picture.Contiguous().ToArray<byte>();
        Assert.Equal(drawn.Length, made.Length);
        for (int i = 0; i < made.Length; i++)
        {
            int pixel = i / 3, x = pixel % (columns * Tile) / Tile, y = pixel / (columns * Tile) / Tile;
            Assert.True(made[i] == drawn[i] || !isShown(x, y), $"cell ({x}, {y}) of {columns} x {rows} differs");
        }
    }
}
