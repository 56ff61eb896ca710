using System.Diagnostics;
using Reverie.Training.Configuration;
using Reverie.Training.Iris.Options;
using Reverie.Training.Runs;
using Reverie.Training.Tests.Support;

namespace Reverie.Training.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly LoadedConfig<TrainerOptions> _config = ConfigLoader.Load<TrainerOptions>(Repository.Configs, ["exp=quickstart", "wandb.name=first"]);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Create_NewRun_IsNamedByTheClockAndComplete()
    {
        var run = Create();

        Assert.Equal(_root.In("2026-01-31/12-00-05"), run.Path);
        foreach (var folder in (string[])[run.Checkpoints, run.MediaEpisodes, run.MediaReconstructions, run.Logs, run.Scripts])
            Assert.True(Directory.Exists(folder));
        Assert.Equal("first", ConfigLoader.LoadFile<TrainerOptions>(run.ConfigFile, []).Options.Wandb.Name);
        Assert.Contains("exp=quickstart", File.ReadAllText(Path.Combine(run.Path, "run.json")));
    }

    [Fact]
    public void Create_ManyInOneSecond_GetDifferentFolders()
    {
        var paths = new string[6];
        Parallel.For(0, paths.Length, i => paths[i] = Create().Path);

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(paths.Order(), Directory.GetDirectories(_root.In("2026-01-31")).Order());
    }

    [Fact]
    public void Latest_SeveralRuns_IsTheNewest()
    {
        Assert.Null(RunFolder.Latest(_root.Path));
        Create();
        var second = Create();
        Assert.Equal(second.Path, RunFolder.Latest(_root.Path)!.Path);
    }

    [Fact]
    public void Open_OtherFolder_SaysWhatToGive() =>
        Assert.Contains("give the folder of a run", Assert.Throws<CheckpointException>(() => RunFolder.Open(_root.Path)).Message);

    [Fact]
    public void Lock_SecondTrainer_IsRefusedUntilTheFirstEnds()
    {
        var run = Create();
        using (run.Lock())
            Assert.Throws<CheckpointException>(() => run.Lock());
        run.Lock().Dispose();
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("resume")]
    public void Scripts_Called_CallTheCommandForThisRun(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The scripts are for a POSIX shell.");
            return;
        }

        var run = Create();
        var reverie = _root.Write("reverie", "#!/bin/sh\nprintf '%s|' \"$@\"\n");
        File.SetUnixFileMode(reverie, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using var process = Process.Start(new ProcessStartInfo(Path.Combine(run.Scripts, name + ".sh"), ["--seed", "a b"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
            Environment = { ["REVERIE"] = "" },
        })!;

        Assert.Equal($"{name}|{run.Path}|--seed|a b|", process.StandardOutput.ReadToEnd());
    }

    private RunFolder Create() =>
        RunFolder.Create(_root.Path, FixedTime.AtNoon(), _config.Tree, new RunMetadata { Command = ["train", "exp=quickstart"], Name = _config.Options.Wandb.Name });
}
