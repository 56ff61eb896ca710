using Reverie.Training.Tracking;

namespace Reverie.Training.Tests.Tracking;

/// <summary>Files that W&amp;B's own code wrote, byte for byte.</summary>
public sealed class WandbLogTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, 250, TimeSpan.Zero);
    private static readonly WandbRun Run = new()
    {
        Id = "r3v3r1e0",
        Project = "reverie",
        Config = [WandbItem.Of("seed", "0")],
        Group = "doorkey",
        JobType = "train",
        Name = "doorkey-ppo-seed0",
        Notes = "golden file",
        Tags = ["ppo", "minigrid"],
        Host = "host",
        Started = Start,
    };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_RecordsOfARun_AreWandbsBytes() => Same(
        "run-r3v3r1e0.wandb",
        WandbEncoder.Header(1),
        WandbEncoder.Run(2, Run),
        WandbEncoder.Config(3, [WandbItem.Of("algo", """{"name": "ppo", "lr": 0.0003, "epochs": 10}"""), new(["algo", "gamma"], "0.99")]),
        WandbEncoder.History(4, 0, Row(
            ("return", "0.0"), ("loss/value", "0.25"), ("grad.norm", "1.5"), ("note", "\"caf\\u00e9 \\u2713\""), ("_step", "0"), ("_runtime", "1.5"),
            ("_timestamp", "1735689601.75"))),
        WandbEncoder.Output(5, Start.AddSeconds(1.75), "episode 1: return 0.5\n", isStandardOutput: true),
        WandbEncoder.History(6, 1, Row(("return", "0.5"), ("loss/value", "NaN"), ("_step", "1"), ("_runtime", "3.0"), ("_timestamp", "1735689603.5"))),
        WandbEncoder.History(7, 2, Row(("return", "0.96875"), ("loss/value", "0.0625"), ("_step", "2"), ("_runtime", "4.5"), ("_timestamp", "1735689605.25"))),
        WandbEncoder.Summary(8, [WandbItem.Of("return", "0.96875"), WandbItem.Of("_step", "2"), new(["_wandb", "runtime"], "4")]),
        WandbEncoder.Exit(9, 0, 4),
        WandbEncoder.Final(10));

    [Fact]
    public void Write_RecordsAtBlockBorders_AreWandbsBytes() => Same(
        "blocks.wandb",
        WandbEncoder.Run(1, Run),
        Filler(2, 32613),
        Filler(3, 10),
        Filler(4, 32721),
        Filler(5, 10),
        Filler(6, 32728),
        Filler(7, 10),
        Filler(8, 70000),
        WandbEncoder.Exit(9, 0, 4));

    public void Dispose() => _folder.Dispose();

    private static byte[] Filler(long number, int length) => WandbEncoder.Output(number, null, new string('x', length), isStandardOutput: false);

    private static WandbItem[] Row(params (string Name, string Json)[] items) => [.. items.Select(item => new WandbItem(item.Name.Split('.'), item.Json, IsNested: true))];

    private void Same(string golden, params byte[][] records)
    {
        string path = _folder.In(golden);
        using (var log = new WandbLog(path))
        {
            foreach (byte[] record in records)
                log.Write(record);
        }
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(Repository.Golden("wandb", golden))), Convert.ToHexString(File.ReadAllBytes(path)));
    }
}
