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
    [InlineData("tokenizer.encoder.ch=33", "multiple of 32")]
    public async Task Train_Mistake_SaysInOneSentenceWhatToDo(string overrides, string hint)
    {
        string[] arguments = overrides.Contains("exp=", StringComparison.Ordinal) ? overrides.Split(' ') : ["exp=smoke", .. overrides.Split(' ')];
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder, ["train", .. arguments]);
        Assert.True(exit == 2, $"exit {exit}: {output}{error}");
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Resume_NoRun_SaysHowToStartOne()
    {
        var (exit, _, error) = await ReverieProcess.RunAsync(_folder, "resume");
        Assert.Equal(1, exit);
        Assert.Contains("reverie train", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_FolderThatIsNoRun_SaysSo()
    {
        var (exit, _, error) = await ReverieProcess.RunAsync(_folder, "eval", _folder);
        Assert.Equal(1, exit);
        Assert.Contains("no run folder", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
