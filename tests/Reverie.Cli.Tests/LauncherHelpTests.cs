using System.Diagnostics;

namespace Reverie.Cli.Tests;

/// <summary>The launcher in an unbuilt tree, with tools on the PATH that only say that they were called.</summary>
public sealed class LauncherHelpTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("reverie-launcher").FullName;

    public LauncherHelpTests()
    {
        string[] files =
        [
            "native/CMakeLists.txt", "native/include/a.h", "native/src/a.cpp", "torch/lib/libtorch_cpu.so",
            "torch/share/cmake/Torch/TorchConfig.cmake", "src/A.cs",
        ];
        foreach (string name in files)
            Write(name, "x");
        foreach (string tool in (string[])["dotnet", "cmake", "g++", "make", "ffmpeg", "apt-get"])
        {
            string path = Write($"tools/{tool}", $"#!/bin/sh\necho \"$0 $1\" >>'{_root}/called'\necho '{tool} at work'\n[ \"$1\" != build ] || sleep 6\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        File.Copy(Path.Combine(Repository.Root, "reverie"), Path.Combine(_root, "reverie"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("help test")]
    [InlineData("test --help")]
    [InlineData("test -h")]
    [InlineData("bench --help")]
    [InlineData("bench --peers -?")]
    [InlineData("build --help")]
    [InlineData("build --native --help")]
    [InlineData("train exp=smoke --help")]
    public void Launcher_HelpUnbuilt_ShowsItWithoutATool(string words)
    {
        var (code, output, _) = Run(words);
        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "called")));
    }

    [Fact]
    public void Launcher_FirstBuild_ShowsWhatIsBuiltAndForHowLong()
    {
        var (code, _, error) = Run("build");
        Assert.Equal(0, code);
        Assert.Matches(@"\[0:0\d\] dotnet at work", error);
    }

    [Fact]
    public void Launcher_BuildWithAnotherWord_RefusesBeforeATool()
    {
        var (code, _, error) = Run("build --natve");
        Assert.Equal(2, code);
        Assert.Contains("--natve", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "called")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private (int Code, string Output, string Error) Run(string words)
    {
        string[] arguments = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo("bash", [Path.Combine(_root, "reverie"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_root}/tools:/usr/bin:/bin";
        start.Environment["LIBTORCH"] = $"{_root}/torch";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
