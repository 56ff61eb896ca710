using System.Text;
using Reverie.Algorithms.Iris.Options;
using Reverie.Algorithms.Iris.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Cli.Tests;

/// <summary><c>reverie export</c> writes a whole model or none, and says in a sentence why none.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Export_TrainedRun_WritesTheModelAndSaysHowToUseIt()
    {
        Train(MakeRun());
        _folder.Write("policy.onnx", "an older one");
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, "export", "--onnx", "policy.onnx");
        Assert.True(exit == 0, $"exit {exit}: {output}{error}");
        Assert.Contains("opset 17", output, StringComparison.Ordinal);
        Assert.Contains("input   image                 uint8 [batch, 3, 32, 32]", output, StringComparison.Ordinal);
        Assert.Contains("output  action_probabilities  float32 [batch, 7]", output, StringComparison.Ordinal);
        Assert.Contains("[image, h, c], session.OutputNames)", output, StringComparison.Ordinal);
        string model = Encoding.Latin1.GetString(File.ReadAllBytes(_folder.In("policy.onnx")));
        Assert.Contains("left, right, forward, pickup, drop, toggle, done", model, StringComparison.Ordinal);
        Assert.Contains("MiniGrid-Empty-5x5-v0", model, StringComparison.Ordinal);

        // What cannot be written leaves nothing half written.
        await AssertRefusedAsync(2, "'nowhere/policy.onnx' cannot be written", "export", "--onnx", "nowhere/policy.onnx");
        await AssertRefusedAsync(2, "'runs' cannot be written", "export", "--onnx", "runs");
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.writing"));
    }

    [Fact]
    public Task Export_NoRun_SaysHowToStartOne() => AssertRefusedAsync(2, "reverie train", "export", "--onnx", "policy.onnx");

    [Fact]
    public async Task Export_NoCheckpoint_SaysWhatToDo()
    {
        MakeRun();
        await AssertRefusedAsync(2, "train first, or resume the run", "export", "--onnx", "policy.onnx");
        Assert.False(File.Exists(_folder.In("policy.onnx")));
    }

    [Fact]
    public async Task Export_RunOfALanguageModel_SaysThatItHasNoPolicy()
    {
        _folder.Write("runs/2026-01-31/12-00-00/config/config.yaml", "common: {seed: 1}\ndata: {corpus: grid}\nmodel: {from: gpt2}\n");
        await AssertRefusedAsync(2, "after which nothing plays", "export", "--onnx", "policy.onnx");
    }

    [Theory]
    [InlineData("'--onnx' is required", "export")]
    [InlineData("such as policy.onnx", "export", "--onnx", "")]
    [InlineData("did you mean '--onnx'?", "export", "--onx", "policy.onnx")]
    public Task Export_MistypedCommand_SaysWhatToType(string hint, params string[] arguments) => AssertRefusedAsync(2, hint, arguments);

    public void Dispose() => _folder.Dispose();

    private (RunFolder Run, IrisOptions Options) MakeRun()
    {
        var config = ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=smoke", "common.epochs=1"]);
        return (RunFolder.Create(_folder.In("runs"), TimeProvider.System, config.Tree, new RunMetadata { Command = ["test"] }), config.Options);
    }

    private static void Train((RunFolder Run, IrisOptions Options) made)
    {
        using var trainer = new IrisTrainer(
            made.Options, new(made.Run, Worlds.CreateBuiltIn(), TimeProvider.System, new SilentReporter(), Resume: false));
        trainer.Run();
    }

    private async Task AssertRefusedAsync(int exitCode, string hint, params string[] arguments)
    {
        var (exit, output, error) = await ReverieProcess.RunAsync(_folder.Path, arguments);
        Assert.True(exit == exitCode, $"exit {exit}: {output}{error}");
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Empty(output);
    }
}
