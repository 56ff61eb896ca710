using System.Diagnostics;

namespace Reverie.Cli.Tests;

/// <summary>The launcher's question "has anything changed since the last build?", asked of a small tree.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-launcher").FullName;

    public LauncherTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "src", "A", "obj"));
        Write("src/A/One.cs", "class One;");
        Write("src/A/Two.cs", "class Two;");
        foreach (string name in (string[])[".editorconfig", "BannedSymbols.txt", "Directory.Build.props", "Reverie.slnx"])
            Write(name, "as it was");
    }

    [Theory]
    [InlineData("rm src/A/Two.cs")]
    [InlineData("mv src/A/Two.cs src/A/Three.cs")]
    [InlineData("mkdir src/B && mv src/A/Two.cs src/B/Two.cs")]
    [InlineData("cp -p src/A/Two.cs src/A/Three.cs")]
    [InlineData("echo changed >.editorconfig")]
    [InlineData("echo changed >BannedSymbols.txt")]
    [InlineData("echo changed >Directory.Build.props")]
    [InlineData("mkdir examples && echo new >examples/New.cs")]
    public void ManagedIdentity_Change_AnotherIdentity(string change)
    {
        string before = Identity();
        Bash(change);
        Assert.NotEqual(before, Identity());
    }

    [Theory]
    [InlineData("touch src/A/One.cs")]
    [InlineData("echo new >src/A/obj/generated.cs")]
    public void ManagedIdentity_NothingThatABuildReads_SameIdentity(string change)
    {
        string before = Identity();
        Bash(change);
        Assert.Equal(before, Identity());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_root, name), text);

    private string Identity()
    {
        string launcher = File.ReadAllText(Path.Combine(Repository.Root, "reverie"));
        int start = launcher.IndexOf("managed_identity() {", StringComparison.Ordinal), end = launcher.IndexOf("\n}", start, StringComparison.Ordinal) + 2;
        string identity = Bash($"set -euo pipefail; root='{_root}'\n{launcher[start..end]}\nmanaged_identity");
        Assert.Matches("^[0-9a-f]{64}$", identity);
        return identity;
    }

    private string Bash(string script)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _root, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
