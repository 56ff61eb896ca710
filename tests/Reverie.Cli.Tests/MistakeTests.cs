namespace Reverie.Cli.Tests;

/// <summary>What a tired person types at midnight gets one sentence that helps.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reverie-mistakes-").FullName;

    [Theory]
    [InlineData("common.epoch=3", "common.epochs")]
    [InlineData("exp=quikstart", "quickstart")]
    [InlineData("common.epochs=many", "common.epochs")]
    [InlineData("env.train.id=MiniGrid-Empty-5x5", "MiniGrid-Empty-5x5-v0")]
    [InlineData("env.train.id=MiniGrid-Empty-5x5-v0 env.train.noop_max=30", "noop_max=0")]
    [InlineData("common.device=cuda:7", "cuda:7")]
    [InlineData("common.device=cuda:99999999999", "cuda:99999999999")]
    [InlineData("tokenizer.encoder.ch=33", "multiple of 32")]
    [InlineData("actor_critic.lstm_dim=0", "'actor_critic.lstm_dim' must be between 1 and 65536")]
    [InlineData("actor_critic.resolution=40", "multiple of 16")]
    [InlineData("training.tokenizer.batch_num_samples=1000000", "'training.tokenizer.batch_num_samples' is 1000000")]
    [InlineData("collection.train.stop_after_epochs=0", "'collection.train.stop_after_epochs' is 0")]
    [InlineData("env=default exp=smoke env.train.id=BreakoutNoFrameskip-v4 env.train.worker.python=/no/python", "needs Python, and there is no Python '/no/python'")]
    [InlineData("collection.train.num_envs=1000000000", "'collection.train.num_envs' must be between 1 and 65536")]
    [InlineData("tokenizer.lpips_weights=[a.pth,b.pth]", "tokenizer.lpips_weights: 'a.pth' does not exist")]
    [InlineData("tokenizer.lpips_weights=[/dev/zero]", "tokenizer.lpips_weights: '/dev/zero' is a device")]
    [InlineData("initialization.path_to_checkpoint=/etc/hostname initialization.load_tokenizer=True", "initialization.path_to_checkpoint: /etc/hostname")]
    [InlineData("initialization.path_to_checkpoint=/dev/zero initialization.load_tokenizer=True", "initialization.path_to_checkpoint: '/dev/zero' is a device")]
    [InlineData("plugins=[/dev/zero]", "'/dev/zero' is a device")]
    [InlineData("env=gymnasium", "'env.id' needs a value")]
    [InlineData("env.id=Taxi-v3", "take env=atari or env=gymnasium")]
    public async Task Train_Mistake_SaysInOneSentenceWhatToDo(string overrides, string hint)
    {
        string[] arguments = overrides.Contains("exp=", StringComparison.Ordinal) ? overrides.Split(' ') : ["exp=smoke", .. overrides.Split(' ')];
        await AssertRefusedAsync(hint, ["train", .. arguments]);
    }

    [Theory]
    [InlineData("tran", "did you mean 'train'?")]
    [InlineData("env pla x", "'reverie env'; did you mean 'play'?")]
    [InlineData("train --dry-run exp=quickstart", "'--dry-run' is no option of 'reverie train'.")]
    [InlineData("eval --episode 3", "did you mean '--episodes'?")]
    [InlineData("eval -n many", "'many' is no number of episodes")]
    [InlineData("eval -n 0", "'0' is no number of episodes")]
    [InlineData("eval --seed x", "--seed")]
    [InlineData("bench tokeniser", "'tokenizer'")]
    [InlineData("curves", "Required argument")]
    public async Task CommandLine_Mistake_SaysInOneSentenceWhatToDo(string arguments, string hint)
    {
        string error = await AssertRefusedAsync(hint, arguments.Split(' '));
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OverrideInPlaceOfARun_IsMeantForTheLatestRun()
    {
        string run = Path.Combine(_folder, "runs", "2026-01-31", "12-00-00");
        Directory.CreateDirectory(Path.Combine(run, "config"));
        File.WriteAllText(Path.Combine(run, "config", "config.yaml"), "algo: {name: iris}\ncommon: {epochs: 3}\n");
        foreach (string[] arguments in new[] { ["eval", "common.epoch=4"], ["eval", "runs", "common.epoch=4"], new[] { "eval", run, "common.epoch=4" } })
            await AssertRefusedAsync("common.epochs", arguments);
    }

    [Fact]
    public async Task Train_CannotStart_LeavesNoRunBehind()
    {
        await AssertRefusedAsync("MiniGrid-Empty-5x5-v0", "train", "exp=smoke", "env.train.id=MiniGrid-Empty-5x5");
        Assert.False(
            Directory.Exists(Path.Combine(_folder, "runs")) && Directory.EnumerateFiles(Path.Combine(_folder, "runs"), "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Train_WithoutCheckpoints_SaysThatThereIsNothingToEvaluate()
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder, "train", "exp=smoke", "common.epochs=1", "common.do_checkpoint=false");
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        Assert.Contains("common.do_checkpoint=false", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_Override_HoldsFromThenOn()
    {
        Assert.Equal(0, (await ReverieProcess.RunAsync(_folder, "train", "exp=smoke", "common.epochs=1")).ExitCode);
        Assert.Equal(0, (await ReverieProcess.RunAsync(_folder, "resume", "common.epochs=2")).ExitCode);
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder, "resume");
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        Assert.Contains("Going on after epoch 2 of 2", output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Curves_EmptyName_SaysWhatToDo() => AssertRefusedAsync("The name of a run is empty", "curves", "");

    [Fact]
    public async Task Resume_NoRun_SaysHowToStartOne()
    {
        var (exit, _, error) = await ReverieProcess.RunAsync(_folder, "resume");
        Assert.Equal(2, exit);
        Assert.Contains("reverie train", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_FolderThatIsNoRun_SaysSo()
    {
        var (exit, _, error) = await ReverieProcess.RunAsync(_folder, "eval", _folder);
        Assert.Equal(2, exit);
        Assert.Contains("no run folder", error, StringComparison.Ordinal);
    }

    /// <summary>Holds a command to one sentence on standard error, with the hint in it, and the exit code of a mistake.</summary>
    /// <returns>The sentence.</returns>
    private async Task<string> AssertRefusedAsync(string hint, params string[] arguments)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder, arguments);
        Assert.True(exit == 2, $"exit {exit}: {output}{error}");
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        return error;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
