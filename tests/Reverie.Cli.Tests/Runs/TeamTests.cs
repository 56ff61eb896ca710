using System.Diagnostics;
using System.Globalization;
using Reverie.Cli.Runs;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Cli.Tests.Runs;

/// <summary>Real processes that train one run together, against one process alone.</summary>
public sealed class TeamTests : IDisposable
{
    /// <summary>
    /// Three environments for two processes, padded segments, weighed and scaled losses: all that is shared. 51 steps or more of world model and of
    /// actor-critic. No dropout: it draws on other rows in each process, and without it one process and several compute the same.
    /// </summary>
    private const string Iris =
        "exp=iris_symbols env.train.id=MiniGrid-Empty-5x5-v0 env.train.max_episode_steps=12 env.test.max_episode_steps=3 common.epochs=3 " +
        "collection.train.num_envs=3 collection.train.config.num_steps=40 collection.test.num_envs=3 collection.test.config.num_episodes=4 " +
        "training.world_model.batch_num_samples=8 training.world_model.steps_per_epoch=17 training.world_model.start_after_epochs=0 " +
        "training.actor_critic.batch_num_samples=8 training.actor_critic.steps_per_epoch=17 training.actor_critic.start_after_epochs=0 " +
        "training.actor_critic.imagine_horizon=4 evaluation.every=2 evaluation.actor_critic.num_episodes_to_save=1 evaluation.solved_at=null " +
        "world_model.embed_dim=32 world_model.num_layers=1 world_model.num_heads=2 world_model.embed_pdrop=0 world_model.resid_pdrop=0 " +
        "world_model.attn_pdrop=0 wandb.mode=disabled";

    private static readonly string Endless = Iris.Replace("common.epochs=3", "common.epochs=100000", StringComparison.Ordinal);

    /// <summary>With a memory, so that whole sequences are shared, and numbers that are normalised by all that was seen: 52 steps.</summary>
    private const string Ppo =
        "algo=ppo env.id=CartPole-v1 common.steps=1664 collection.num_envs=4 collection.num_steps=32 training.sequence_length=8 training.minibatches=2 " +
        "training.epochs=2 network.memory=8 training.normalise_observations=true training.normalise_rewards=true evaluation.episodes=4 wandb.mode=disabled";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _root = Directory.CreateTempSubdirectory("reverie-team-").FullName;

    [Fact]
    public async Task Train_PpoOfTwo_EndsWhereOneEnds()
    {
        string[] runs = await Task.WhenAll(TrainAsync("one", Ppo), TrainAsync("two", Ppo, "--nproc", "2"));
        Compare(Checkpoint(runs[0]), Checkpoint(runs[1]));
    }

    [Fact]
    public async Task Resume_IrisOfTwoThatWereStopped_EndsWhereOneEnds()
    {
        string runs = Path.Combine(_root, "two");
        using (var process = Start("two", Endless, "--nproc", "2"))
        {
            Swallow(process);
            await WaitForCheckpointAsync(runs, process);
            // Only the one that leads is told.
            using var signal = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ErrorReport.Interrupted, process.ExitCode);
        }
        // However far it came until it heard: two epochs more.
        string epochs = $"common.epochs={int.Parse(Checkpoint(RunIn(runs)).Split('-')[^1], CultureInfo.InvariantCulture) + 2}";
        var (exitCode, _, error) = await ReverieProcess.RunAsync(_root, "resume", RunIn(runs), epochs, "--nproc", "2");
        Assert.True(exitCode == 0, error);
        Compare(Checkpoint(await TrainAsync("one", Iris.Replace("common.epochs=3", epochs, StringComparison.Ordinal))), Checkpoint(RunIn(runs)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Train_ProcessThatIsKilled_EndsAllAndTheCheckpointStands(bool isLeader)
    {
        using var process = Start("lost", Endless, "--nproc", "2");
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await WaitForCheckpointAsync(Path.Combine(_root, "lost"), process);
        string children = await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children", TestContext.Current.CancellationToken);
        int helper = int.Parse(children, CultureInfo.InvariantCulture);
        using var other = Process.GetProcessById(isLeader ? helper : process.Id);
        using (var kill = Process.Start("kill", ["-KILL", $"{(isLeader ? process.Id : helper)}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Soon, TestContext.Current.CancellationToken);
        // Whoever is left says it, and only it: the pipe ends with the last of them.
        string sentence = Assert.Single((await said).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Process {(isLeader ? 0 : 1)} of 2 (", sentence, StringComparison.Ordinal);
        Assert.Contains("was lost", sentence, StringComparison.Ordinal);
        Assert.Contains("./reverie resume", sentence, StringComparison.Ordinal);
        Assert.NotEmpty(Weights(Checkpoint(RunIn(Path.Combine(_root, "lost")))));
    }

    [Theory]
    [InlineData("exp=iris_symbols", "3", "training.world_model.batch_num_samples is 32, which 3 processes cannot share evenly")]
    [InlineData("algo=ppo env.id=CartPole-v1 collection.num_envs=3 collection.num_steps=100", "2", "A minibatch has 75 steps")]
    [InlineData("exp=ppo_minigrid guidance.kind=policy", "2", "adviser")]
    [InlineData("algo=ppo_original", "2", "trains in one process")]
    [InlineData("exp=smoke", "0", "from 1 to 1024")]
    public async Task Train_WhatCannotBeShared_IsRefusedInOneSentence(string overrides, string processes, string part)
    {
        var (exitCode, _, error) = await ReverieProcess.RunAsync(_root, ["train", .. overrides.Split(' '), "--nproc", processes, "--runs", _root]);
        Assert.Equal(2, exitCode);
        Assert.Contains(part, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_root));
    }

    [Theory]
    [InlineData("train a=1 --nproc 2 -m", "train a=1 -m")]
    [InlineData("train --nproc=2 a=1", "train a=1")]
    [InlineData("train a=1", "train a=1")]
    public void WithoutProcesses_OfACommandLine_IsThatOfTheOthers(string words, string expected) =>
        Assert.Equal(expected.Split(' '), TeamArguments.WithoutProcesses(words.Split(' ')));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Compare(string one, string two)
    {
        using var scope = new TensorScope();
        var (expected, actual) = (Weights(one), Weights(two));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.InRange(expected.Max(pair => (pair.Value - actual[pair.Key]).Abs().Max().Item()), 0, 1e-5);
        // What happened is the same to the last bit, and so is what comes next: the environments, and all that is drawn.
        string[] same = [.. Files(one).Where(file => file.StartsWith("dataset/", StringComparison.Ordinal)
            || file.EndsWith("environments", StringComparison.Ordinal) || file.StartsWith("state/random", StringComparison.Ordinal))];
        Assert.NotEmpty(same);
        Assert.Equal(same.Select(file => Bytes(one, file)), same.Select(file => Bytes(two, file)));
    }

    private static void Swallow(Process process)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task<string> TrainAsync(string name, string overrides, params string[] more)
    {
        var (exitCode, _, error) = await ReverieProcess.RunAsync(_root, ["train", .. overrides.Split(' '), "--runs", Path.Combine(_root, name), .. more]);
        Assert.True(exitCode == 0, error);
        return RunIn(Path.Combine(_root, name));
    }

    private Process Start(string name, string overrides, params string[] more) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "reverie.dll"), "train", .. overrides.Split(' '), "--runs", Path.Combine(_root, name), .. more])
    { WorkingDirectory = _root, RedirectStandardError = true, RedirectStandardOutput = true })!;

    private static string RunIn(string runs) => Directory.GetDirectories(runs).SelectMany(Directory.GetDirectories)
        .Single(path => !Path.GetFileName(path).StartsWith('.'));

    private static string Checkpoint(string run) =>
        Directory.GetDirectories(Path.Combine(run, "checkpoints")).Where(path => !Path.GetFileName(path).StartsWith('.')).Order().Last();

    private static Dictionary<string, Tensor> Weights(string checkpoint) => new(StateDictFile.Load(Path.Combine(checkpoint, "agent.safetensors")));

    private static byte[] Bytes(string checkpoint, string file) => File.ReadAllBytes(Path.Combine(checkpoint, file));

    private static string[] Files(string checkpoint) =>
        [.. Directory.GetFiles(checkpoint, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(checkpoint, path)).Order()];

    private static async Task WaitForCheckpointAsync(string runs, Process process)
    {
        while (!process.HasExited)
        {
            if (Directory.Exists(runs) && Directory.GetDirectories(runs, "0*-step-*", SearchOption.AllDirectories).Length > 0)
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
