using System.Diagnostics;
using Reverie.Algorithms.Iris.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly LoadedConfig<IrisOptions> _config = ConfigLoader.Load<IrisOptions>(Repository.Configs, ["exp=quickstart", "wandb.name=first"]);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Create_NewRun_IsNamedByTheClockAndComplete()
    {
        var run = Create();

        Assert.Equal(_root.In("2026-01-31/12-00-05"), run.Path);
        foreach (string folder in (string[])[run.Checkpoints, run.MediaEpisodes, run.MediaReconstructions, run.Logs, run.Scripts])
            Assert.True(Directory.Exists(folder));
        Assert.Equal("first", ConfigLoader.LoadFile<IrisOptions>(run.ConfigFile, []).Options.Wandb.Name);
        Assert.Contains("exp=quickstart", File.ReadAllText(Path.Combine(run.Path, "run.json")));
    }

    [Fact]
    public void Create_ManyInOneSecond_GetDifferentFolders()
    {
        string[] paths = new string[6];
        Parallel.For(0, paths.Length, i => paths[i] = Create().Path);

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(paths.Order(), Directory.GetDirectories(_root.In("2026-01-31")).Order());
    }

    [Fact]
    public void Latest_ManyInOneSecond_IsTheHighestNumber()
    {
        for (int i = 0; i < 11; i++)
            Create();
        Assert.Equal(_root.In("2026-01-31/12-00-05-11"), RunFolder.Latest(_root.Path)!.Path);
    }

    [Fact]
    public void Latest_SeveralRuns_IsTheNewest()
    {
        Assert.Null(RunFolder.Latest(_root.Path));
        Create();
        var second = Create();
        Assert.Equal(second.Path, RunFolder.Latest(_root.Path)!.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    public void Open_OtherFolder_SaysWhatToGive(string folder) =>
        Assert.Contains("give the folder of a run",
            Assert.Throws<CheckpointException>(() => RunFolder.Open(Path.Combine(folder.Length == 0 ? "" : _root.Path, folder))).Message);

    [Fact]
    public void Reconfigure_OtherConfiguration_HoldsAndKeepsTheOneBefore()
    {
        var run = Create();
        run.Reconfigure(ConfigLoader.LoadFile<IrisOptions>(run.ConfigFile, []).Tree);
        Assert.Equal([run.ConfigFile], Directory.GetFiles(Path.Combine(run.Path, "config"))); // nothing has changed

        run.Reconfigure(ConfigLoader.LoadFile<IrisOptions>(run.ConfigFile, ["wandb.name=second"]).Tree);
        run.Reconfigure(ConfigLoader.LoadFile<IrisOptions>(run.ConfigFile, ["common.epochs=77"]).Tree);

        var now = ConfigLoader.LoadFile<IrisOptions>(run.ConfigFile, []).Options;
        Assert.Equal(("second", 77), (now.Wandb.Name, now.Common.Epochs));
        Assert.Equal(["config.1.yaml", "config.2.yaml", "config.yaml"], Directory.GetFiles(Path.Combine(run.Path, "config")).Select(Path.GetFileName).Order());
        Assert.Equal("first", ConfigLoader.LoadFile<IrisOptions>(Path.Combine(run.Path, "config", "config.1.yaml"), []).Options.Wandb.Name);
    }

    [Fact]
    public void Remove_OnlyRunOfItsDay_LeavesNothing()
    {
        var first = Create();
        var second = Create();
        second.Remove();
        Assert.Equal(first.Path, RunFolder.Latest(_root.Path)!.Path);
        first.Remove();
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    [Fact]
    public void Lock_NothingCanBeWritten_IsNotCalledAnotherProcess()
    {
        var run = Create();
        Directory.CreateDirectory(Path.Combine(run.Path, ".lock")); // what cannot be opened for writing, also by root
        string message = Assert.Throws<CheckpointException>(() => run.Lock()).Message;
        Assert.StartsWith($"Nothing can be written to '{run.Path}' (", message, StringComparison.Ordinal);
        Assert.DoesNotContain("process", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_SecondTrainer_IsRefusedUntilTheFirstEnds()
    {
        var run = Create();
        using (run.Lock())
            Assert.StartsWith("Another process is training", Assert.Throws<CheckpointException>(() => run.Lock()).Message, StringComparison.Ordinal);
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
        string reverie = _root.Write("reverie", "#!/bin/sh\nprintf '%s|' \"$@\"\n");
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
        RunFolder.Create(
            _root.Path, FixedTime.AtNoon(), _config.Tree, new RunMetadata { Command = ["train", "exp=quickstart"], Name = _config.Options.Wandb.Name });
}
