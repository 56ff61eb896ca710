using System.Diagnostics;
using Reverie.Training.Clusters;
using Reverie.Training.Configuration;

namespace Reverie.Training.Tests.Clusters;

/// <summary>The scripts, run by the shell with stand-ins for the scheduler and for Reverie.</summary>
public sealed class JobScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Pbs_ScratchFolder_IsCopiedBackWhateverEndsTheJob()
    {
        _folder.Write("runs/experiments/e/cell/before.txt", "begun before\n");
        Directory.CreateDirectory(_folder.In("scratch"));
        // The run finds what was there, adds to it, and fails.
        string reverie = _folder.Write("reverie", "#!/bin/sh\ncat \"$3/experiments/e/cell/before.txt\" >\"$3/experiments/e/cell/after.txt\"\nexit 7\n");

        int exit = Run(JobScript.Pbs(Job(reverie), new() { ScratchLocalGb = 10 }), ("SCRATCHDIR", _folder.In("scratch")));

        Assert.Equal(7, exit);
        Assert.Equal("begun before\n", File.ReadAllText(_folder.In("runs/experiments/e/cell/after.txt")));
        Assert.False(Directory.Exists(_folder.In("scratch/runs")));
    }

    [Fact]
    public void Pbs_TimeIsUp_LetsTheRunSaveAndSubmitsItAgain()
    {
        string reverie = _folder.Write("reverie", "#!/bin/bash\ntrap 'echo saved >saved.txt; exit 130' TERM\nwhile :; do sleep 0.05; done\n");
        _folder.Write("qsub", "#!/bin/sh\necho \"$@\" >again.txt\n");
        _folder.Write("sleep", "#!/bin/sh\n[ \"$1\" = 480 ] && exec /bin/sleep 0.3\nexec /bin/sleep \"$@\"\n");

        int exit = Run(JobScript.Pbs(Job(reverie), new() { TimeoutMin = 10 }), ("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"));

        Assert.Equal(130, exit);
        Assert.Equal("saved\n", File.ReadAllText(_folder.In("saved.txt")));
        Assert.Equal($"-v REVERIE_TASK=4,REVERIE_TIMES=1 {_folder.In("again-4.sh")}\n", File.ReadAllText(_folder.In("again.txt")));
    }

    [Fact]
    public void Ranges_OfNumbers_AreAsSchedulersHaveThem() => Assert.Contains(
        "#SBATCH --array=0-2,5,7-8%256\n", JobScript.Slurm(Job("reverie") with { Tasks = [0, 1, 2, 5, 7, 8] }, new()), StringComparison.Ordinal);

    [Fact]
    public void Pbs_SignalBeforeTheStart_IsRefused() =>
        Assert.Contains("signal_delay_s", Assert.Throws<ConfigException>(() => JobScript.Pbs(Job("reverie"), new() { TimeoutMin = 1 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Metacentrum_Preset_AsksForWhatTheGridHas()
    {
        var wanted = ConfigLoader.Load<ClusterResources>(new ConfigSearchPath(Repository.Configs).Under("submit"), ["preset=metacentrum"]).Options;
        string script = JobScript.Pbs(Job("reverie"), wanted);
        Assert.Contains("#PBS -q gpu_long\n#PBS -l select=1:ncpus=4:mem=40960mb:ngpus=1:gpu_mem=38gb:scratch_local=100gb\n#PBS -l walltime=336:00:00\n", script, StringComparison.Ordinal);
        Assert.Contains("clean_scratch", script, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ClusterJob Job(string reverie) => new(_folder.Path, [reverie], _folder.Path, [4])
    {
        Runs = _folder.In("runs"),
        Names = new Dictionary<int, string> { [4] = "experiments/e/cell" },
    };

    private int Run(string script, params (string Name, string Value)[] variables)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Job scripts are of bash.");
        foreach (string file in Directory.GetFiles(_folder.Path))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("/bin/bash", [_folder.Write("job.sh", script)]) { WorkingDirectory = _folder.Path };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
