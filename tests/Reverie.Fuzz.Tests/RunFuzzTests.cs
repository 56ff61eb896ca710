using Reverie.Environments.Arrays;
using Reverie.Environments.Conformance;
using Reverie.Training.Data;
using Reverie.Training.Metrics;
using Reverie.Training.Runs;

namespace Reverie.Fuzz.Tests;

public sealed class RunFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Episode_AnyBytes_IsReadOrRefused() =>
        Fuzzer.Run("episode", [EpisodeFile.ToBytes(Good()), .. Fuzzer.Recorded("*.episode")], input => EpisodeFile.Read(new MemoryStream(input)));

    [Fact]
    public void Manifest_AnyBytes_IsReadOrRefused() => Fuzzer.Run(
        "manifest",
        [.. Files("tests/golden/runs", "manifest*.json"), "{\"version\":1,\"sequence\":1,\"step\":5,\"files\":[{\"name\":\"a\",\"size\":3,\"sha256\":\"00\"}]}"u8.ToArray()],
        input =>
        {
            File.WriteAllBytes(_folder.In(CheckpointManifest.FileName), input);
            CheckpointManifest.Read(_folder.Path);
        });

    [Fact]
    public void TraceRequests_AnyBytes_AreReadOrRefused() => Fuzzer.Run(
        "trace",
        [.. Fuzzer.Recorded("trace-*.jsonl"), "{\"id\":\"MiniGrid-Empty-5x5-v0\",\"seed\":5,\"actions\":[0,1,[2]]}\n"u8.ToArray()],
        input =>
        {
            File.WriteAllBytes(_folder.In("a.jsonl"), input);
            foreach (string line in JsonLines.Read(_folder.In("a.jsonl")))
                TrajectoryRequest.Parse(line);
        });

    [Fact]
    public void Metrics_AnyBytes_AreCutBackToWholeLines() => Fuzzer.Run(
        "metrics",
        ["{\"step\":1,\"loss\":0.5}\n{\"step\":2,\"loss\":null}\n{\"step\":3}\n"u8.ToArray()],
        input =>
        {
            File.WriteAllBytes(_folder.In("metrics.jsonl"), input);
            new JsonLinesWriter(_folder.Path, TimeProvider.System, resumedFrom: 2).Dispose();
        });

    private static Episode Good()
    {
        var layout = new StepLayout(
            [new("image", ElementType.UInt8, [1, 2, 2], 0, 255), new("token", ElementType.Int64, [], 0, 99)], ["mission"], ActionSpec.Continuous([-1, -2], [1, 2]));
        return new Episode(layout, [new byte[12], new byte[24]], [["go", "", "go"]], [], [0.5f, -2, 1, 2], [1, -1], new(Terminated: false, Truncated: true, Success: false));
    }

    private static IEnumerable<byte[]> Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories).Select(File.ReadAllBytes);
}
