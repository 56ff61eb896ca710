using System.Diagnostics;
using System.Text.RegularExpressions;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Runs;

public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadNewest_EmptyStore_HasNothing() => Assert.Equal(new LoadedCheckpoint(null, null), Store().LoadNewest());

    [Fact]
    public void LoadNewest_AfterSaves_GivesTheLastOne()
    {
        var store = Store();
        store.Save(1, Files("one"));
        store.Save(2, Files("two"));

        var loaded = store.LoadNewest();

        Assert.Null(loaded.Skipped);
        Assert.Equal(2, loaded.Checkpoint!.Step);
        Assert.Equal("two", Read(loaded.Checkpoint, "model.bin"));
        Assert.Equal(["data/big.bin", "model.bin"], loaded.Checkpoint.Names.Order());
    }

    [Fact]
    public void Save_SameStepTwice_KeepsTheNewerContent()
    {
        var store = Store();
        store.Save(7, Files("one"));
        store.Save(7, Files("two"));
        Assert.Equal("two", Read(store.LoadNewest().Checkpoint!, "model.bin"));
    }

    [Fact]
    public void Save_MoreThanKept_RemovesTheOldest()
    {
        var store = Store(keepLast: 2);
        for (int step = 1; step <= 5; step++)
            store.Save(step, Files($"{step}"));
        Assert.Equal(["000004-step-000000004", "000005-step-000000005"], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal("5", Read(store.LoadNewest().Checkpoint!, "model.bin"));
    }

    [Fact]
    public void Save_UnchangedFingerprint_LinksInsteadOfWriting()
    {
        var store = Store(keepLast: 1);
        store.Save(1, Files("one", fingerprint: "same"));
        var saved = store.Save(2, [.. Files("two").Take(1), new CheckpointFile("data/big.bin", _ => Assert.Fail("must not be written again"), "same")]);

        Assert.Equal(["data/big.bin"], saved.Linked);
        Assert.Equal("big one", Read(store.LoadNewest().Checkpoint!, "data/big.bin"));
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("flip")]
    public void LoadNewest_DamagedSharedFile_NeverCostsTheTwoNewest(string damage)
    {
        var store = Store(keepLast: 2);
        for (int step = 1; step <= 4; step++)
            store.Save(step, Files($"{step}", fingerprint: "same"));
        Damage(Path.Combine(store.LoadNewest().Checkpoint!.Folder, "data/big.bin"), damage);

        Assert.Equal(3, store.LoadNewest().Checkpoint!.Step);
        store.Save(5, Files("5", fingerprint: "same"));
        Assert.Contains("data/big.bin", store.Save(6, Files("6", fingerprint: "same")).Written); // its source was step 4
        Assert.Equal((6L, null), (store.LoadNewest().Checkpoint!.Step, store.LoadNewest().Skipped));
        Damage(Path.Combine(store.LoadNewest().Checkpoint!.Folder, "data/big.bin"), damage);
        Assert.Equal(5, store.LoadNewest().Checkpoint!.Step);
    }

    [Fact]
    public void Save_OtherFingerprint_WritesAnew()
    {
        var store = Store();
        store.Save(1, Files("one", fingerprint: "a"));
        Assert.Empty(store.Save(2, Files("two", fingerprint: "b")).Linked);
        Assert.Equal("big two", Read(store.LoadNewest().Checkpoint!, "data/big.bin"));
    }

    [Theory]
    [InlineData("model.bin", "truncate", "'model.bin' has 2 bytes instead of 3")]
    [InlineData("model.bin", "flip", "'model.bin' is damaged")]
    [InlineData("model.bin", "delete", "'model.bin' is missing")]
    [InlineData("manifest.json", "truncate", "its manifest is damaged")]
    [InlineData("manifest.json", "delete", "it has no manifest")]
    [InlineData("manifest.json", "empty", "its manifest is damaged")]
    public void LoadNewest_DamagedNewest_TakesTheOneBeforeAndSaysWhy(string file, string damage, string reason)
    {
        var store = Store();
        store.Save(1, Files("one"));
        string folder = store.Save(2, Files("two")).Folder;
        Damage(Path.Combine(folder, file), damage);

        var loaded = store.LoadNewest();

        Assert.Equal("one", Read(loaded.Checkpoint!, "model.bin"));
        Assert.Equal($"Skipped 1 checkpoint that did not verify: 000002-step-000000002 ({reason}).", loaded.Skipped);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("../../outside")]
    [InlineData("state/../../../outside")]
    [InlineData("./one")]
    [InlineData("state//one")]
    [InlineData("..\\\\outside")]
    [InlineData("manifest.json")]
    [InlineData("")]
    public void LoadNewest_ManifestThatLeavesItsFolder_IsSkippedBeforeAnythingIsOpened(string name)
    {
        var store = Store();
        store.Save(1, Files("one"));
        string manifest = Path.Combine(store.Save(2, Files("two")).Folder, "manifest.json");
        File.WriteAllText(manifest, Regex.Replace(
            File.ReadAllText(manifest), "\"name\": \"[^\"]*\",\\s*\"size\": \\d+", $"\"name\": \"{name}\", \"size\": 0",
            RegexOptions.None, TimeSpan.FromSeconds(5)));

        var loaded = store.LoadNewest();
        Assert.Equal(1, loaded.Checkpoint!.Step);
        Assert.EndsWith("which is no file inside the checkpoint).", loaded.Skipped);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/etc/hostname")]
    public void LoadNewest_FileThatIsALink_IsSkippedWithoutReadingIt(string target)
    {
        var store = Store();
        store.Save(1, Files("one"));
        var saved = store.Save(2, Files("two"));
        string file = Path.Combine(saved.Folder, saved.Written[0]);
        string manifest = Path.Combine(saved.Folder, "manifest.json");
        File.Delete(file);
        File.CreateSymbolicLink(file, target);
        File.WriteAllText(manifest, Regex.Replace(
            File.ReadAllText(manifest), "\"size\": \\d+", $"\"size\": {new FileInfo(file).Length}", RegexOptions.None, TimeSpan.FromSeconds(5)));

        var loaded = store.LoadNewest();
        Assert.Equal(1, loaded.Checkpoint!.Step);
        Assert.Contains("is a link to another place", loaded.Skipped!);
    }

    [Theory]
    [InlineData("""{"version":1,"sequence":2,"step":2,"files":null}""")]
    [InlineData("""{"version":1,"sequence":2,"step":2,"files":[null]}""")]
    [InlineData("""{"version":1,"sequence":2,"step":2,"files":[{"size":3,"sha256":"00","fingerprint":null}]}""")]
    [InlineData("""{"version":1,"sequence":2,"step":2,"files":[{"name":null,"size":3,"sha256":"00","fingerprint":null}]}""")]
    [InlineData("""{"version":1,"sequence":2,"step":2,"files":[{"name":"a\u0000b","size":3,"sha256":"00","fingerprint":null}]}""")]
    public void LoadNewest_ManifestWithHoles_TakesTheOneBefore(string manifest)
    {
        var store = Store();
        store.Save(1, Files("one"));
        File.WriteAllText(Path.Combine(store.Save(2, Files("two")).Folder, "manifest.json"), manifest);

        var loaded = store.LoadNewest();

        Assert.Equal("one", Read(loaded.Checkpoint!, "model.bin"));
        Assert.EndsWith("(its manifest is damaged).", loaded.Skipped);
        store.Save(3, Files("three", fingerprint: "same"));
        Assert.Equal(3, store.LoadNewest().Checkpoint!.Step);
    }

    [Fact]
    public void Save_AfterADamagedNewest_BecomesTheNewest()
    {
        var store = Store(keepLast: 2);
        store.Save(100, Files("good"));
        Damage(Path.Combine(store.Save(300, Files("bad")).Folder, "model.bin"), "flip");

        store.Save(150, Files("resumed"));

        Assert.Equal((150L, null), (store.LoadNewest().Checkpoint!.Step, store.LoadNewest().Skipped));
    }

    [Fact]
    public void Save_AnyBitOfAnyFileFlipped_IsNoticed()
    {
        var store = Store();
        store.Save(1, Files("old"));
        string folder = store.Save(2, Files("new")).Folder;
        foreach (string name in (string[])["model.bin", "data/big.bin"])
        {
            string path = Path.Combine(folder, name);
            byte[] good = File.ReadAllBytes(path);
            for (int bit = 0; bit < good.Length * 8; bit++)
            {
                byte[] bad = good.ToArray();
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(path, bad);
                Assert.Equal(1, store.LoadNewest().Checkpoint!.Step);
            }
            File.WriteAllBytes(path, good);
        }
    }

    [Fact]
    public void Save_WriterFails_LeavesThePreviousAndSaysSo()
    {
        var store = Store();
        store.Save(1, Files("one"));

        var error = Assert.Throws<CheckpointException>(
            () => store.Save(2, [.. Files("two"), new CheckpointFile("last.bin", _ => throw new IOException("No space left on device."))]));

        Assert.Equal(
            $"The checkpoint of step 2 could not be written to '{_folder.Path}' (No space left on device); the one of step 1 is untouched: free some " +
            $"space or make the place writable, and resume.", error.Message);
        Assert.Equal("one", Read(store.LoadNewest().Checkpoint!, "model.bin"));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Save_LeftoversOfACrash_AreIgnoredAndRemoved()
    {
        var store = Store();
        store.Save(1, Files("one"));
        // What a kill leaves: a half-written checkpoint, and an old one that was about to be removed.
        _folder.Write(".writing-2/model.bin", "tw");
        _folder.Write(".writing-000000-step-000000000/manifest.json", "{}");

        Assert.Equal("one", Read(Store().LoadNewest().Checkpoint!, "model.bin"));
        store.Save(2, Files("two"));

        Assert.Equal("two", Read(store.LoadNewest().Checkpoint!, "model.bin"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("manifest.json")]
    public void Save_NameThatIsNoPlainFile_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => Store().Save(1, [new CheckpointFile(name, _ => { })]));

    [Fact]
    public void PathOf_UnknownFile_SaysSo()
    {
        var store = Store();
        store.Save(1, Files("one"));
        Assert.Throws<CheckpointException>(() => store.LoadNewest().Checkpoint!.Open("optimizer.bin"));
    }

    [Fact]
    public void Save_FullDisk_LeavesThePrevious()
    {
        string mount = Directory.CreateDirectory(_folder.In("small")).FullName;
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount))
        {
            Assert.Skip("A small file system can be mounted by root on Linux only.");
            return;
        }
        try
        {
            var store = new CheckpointStore(mount, keepLast: 3);
            store.Save(1, [new CheckpointFile("model.bin", stream => stream.Write(new byte[100_000]))]);

            var error = Assert.Throws<CheckpointException>(() => store.Save(2, [new CheckpointFile("model.bin", stream => stream.Write(new byte[200_000]))]));

            Assert.Contains("No space left", error.Message);
            Assert.EndsWith("the one of step 1 is untouched: free some space or make the place writable, and resume.", error.Message);
            Assert.Equal(1, store.LoadNewest().Checkpoint!.Step);
            store.Save(3, [new CheckpointFile("model.bin", stream => stream.Write(new byte[100_000]))]);
        }
        finally
        {
            Run("umount", mount);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Damage(string path, string how)
    {
        byte[] bytes = File.ReadAllBytes(path);
        switch (how)
        {
            case "delete":
                File.Delete(path);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "truncate":
                File.WriteAllBytes(path, bytes[..^1]);
                break;
            default:
                bytes[0] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    private static string Read(Checkpoint checkpoint, string name)
    {
        using var reader = new StreamReader(checkpoint.Open(name));
        return reader.ReadToEnd();
    }

    private static CheckpointFile[] Files(string content, string? fingerprint = null) =>
    [
        new("model.bin", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content))),
        new("data/big.bin", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes("big " + content)), fingerprint),
    ];

    private CheckpointStore Store(int keepLast = 3) => new(_folder.Path, keepLast);
}
