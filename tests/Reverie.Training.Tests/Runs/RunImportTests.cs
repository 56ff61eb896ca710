using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Runs;

/// <summary>Importing runs with tools on the PATH that stand in for rsync and scp.</summary>
public sealed class RunImportTests : IDisposable
{
    private const string Run = "there/runs/2026-01-31/12-00-05";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public RunImportTests()
    {
        Directory.CreateDirectory(_folder.In("tools"));
        foreach (string tool in (string[])["cp", "sh", "sleep", "mkdir"])
            File.CreateSymbolicLink(_folder.In($"tools/{tool}"), $"/bin/{tool}");
        Environment.SetEnvironmentVariable("PATH", _folder.In("tools"));
        _folder.Write($"{Run}/config/config.yaml", "algo: {name: iris}\n");
        _folder.Write($"{Run}/logs/metrics.jsonl", "there\n");
    }

    private string Root => _folder.In("here");

    private string Target => _folder.In("here/2026-01-31/12-00-05");

    [Theory]
    [InlineData("rsync", "lab:there/")]
    [InlineData("scp", "lab:there ")]
    public void Run_OfAHost_IsCopiedByTheToolThatIsThere(string tool, string given)
    {
        Copying(tool);
        var run = Import($"lab:{Run}/");
        Assert.Equal(Target, run.Path);
        Assert.Equal("there\n", File.ReadAllText(Path.Combine(run.Logs, "metrics.jsonl")));
        Assert.Contains(given.Replace("there", Run, StringComparison.Ordinal), File.ReadAllText(_folder.In("called")), StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetDirectories(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void Run_OfAPath_IsCopied()
    {
        Copying("scp");
        var run = Import(_folder.In(Run));
        Assert.Equal(Target, run.Path);
        Assert.True(Directory.Exists(_folder.In(Run)));
    }

    [Fact]
    public void Run_OfNoDay_GoesIntoToday()
    {
        Copying("rsync");
        Directory.Move(_folder.In(Run), _folder.In("best"));
        Assert.Equal(_folder.In($"here/{FixedTime.AtNoon().GetLocalNow():yyyy-MM-dd}/best"), Import(_folder.In("best")).Path);
    }

    [Fact]
    public void Run_ThatIsHereAlready_IsKeptWhereAsked()
    {
        Copying("rsync");
        _folder.Write("here/2026-01-31/12-00-05/logs/metrics.jsonl", "here\n");
        _folder.Write("here/2026-01-31/12-00-05/config/config.yaml", "algo: {name: iris}\n");
        _folder.Write($"{Run}/logs/more.txt", "more");
        var error = Assert.Throws<IOException>(() => Import(_folder.In(Run)));
        Assert.Contains("give -k to keep its files", error.Message, StringComparison.Ordinal);

        Import(_folder.In(Run), keep: true);

        Assert.Equal("here\n", File.ReadAllText(Path.Combine(Target, "logs", "metrics.jsonl")));
        Assert.Equal("more", File.ReadAllText(Path.Combine(Target, "logs", "more.txt")));
        Assert.Equal([Target], Directory.GetDirectories(Path.GetDirectoryName(Target)!));
    }

    [Theory]
    [InlineData("echo 'ssh: Could not resolve hostname lab: none' >&2; exit 255", "rsync could not copy 'lab:x/y': ssh: Could not resolve hostname lab")]
    [InlineData("echo half >\"$last/half\"; echo 'rsync: \"/x/y\" failed: No such file or directory (2)' >&2; exit 23", "directory (2); check the host")]
    [InlineData("exit 12", "it ended with code 12")]
    public void Run_ToolFails_SaysItsReasonAndLeavesNothing(string script, string sentence)
    {
        Tool("rsync", $"for last; do :; done; mkdir -p \"$last\"; {script}");
        var error = Assert.Throws<IOException>(() => Import("lab:x/y"));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public void Run_NeitherTool_SaysWhatToInstall()
    {
        var error = Assert.Throws<IOException>(() => Import("lab:x/y"));
        Assert.Equal("Neither rsync nor scp is on the PATH, one of which copies runs; install one (apt-get install rsync).", error.Message);
    }

    [Fact]
    public void Run_OfWhatIsNoRun_LeavesNothing()
    {
        Copying("rsync");
        _folder.Write("elsewhere/notes.txt", "no run");
        var error = Assert.Throws<CheckpointException>(() => Import(_folder.In("elsewhere")));
        Assert.Contains("is no run folder: it lacks config/config.yaml", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Theory]
    [InlineData("no/such/place", "There is no folder 'no/such/place' on this machine")]
    [InlineData("lab:", "names no run")]
    public void Run_OfNothing_SaysWhatToGive(string source, string sentence) => Assert.Contains(
        sentence, Assert.Throws<IOException>(() => Import(source)).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_StoppedInTheMiddle_LeavesNothing()
    {
        Tool("rsync", "for last; do :; done; mkdir -p \"$last\"; echo half >\"$last/half\"; sleep 60");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.Throws<OperationCanceledException>(() => Import("lab:x/y", stop: stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    private RunFolder Import(string source, bool keep = false, CancellationToken stop = default) =>
        new RunImport(source, keep, verbose: false).Run(Root, FixedTime.AtNoon(), stop);

    /// <summary>Copies within this machine, where the host's files lie in the test's folder: rsync what lies in a folder, scp the folder.</summary>
    private void Copying(string name) => Tool(
        name,
        $"echo \"$0 $*\" >>'{_folder.In("called")}'; for last; do from=$to; to=$last; done; case $from in lab:*) from='{_folder.Path}/'${{from#lab:}};; esac; "
        + (name == "rsync" ? "mkdir -p \"$to\"; cp -r \"$from/.\" \"$to\"" : "cp -r \"$from\" \"$to\""));

    private void Tool(string name, string script)
    {
        string path = _folder.Write($"tools/{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
