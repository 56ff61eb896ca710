using System.Buffers.Binary;
using System.IO.Compression;
using Reverie.Environments.Conformance;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Play;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Conformance;

public sealed class ConformanceTests
{
    [Fact]
    public void Run_Requests_GivesOneLineEach()
    {
        var output = new StringWriter();
        TraceRunner.Run(
            ["""{"id": "MiniGrid-Empty-5x5-v0", "seed": 7, "actions": [2, 2, 1, 2, 2]}""", """{"id": "MiniGrid-DoorKey-5x5-v0", "seed": 0, "actions": []}"""],
            output, EnvironmentRegistry.Default);
        string[] lines = output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("[2,\"0.955\",1,0,3,3,1,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"steps\":[],\"resets\":[]", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "Request 1: A request must be")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": -1, "actions": []}""", "Request 1: A request must be")]
    [InlineData("""{"id": "Nowhere", "seed": 0, "actions": []}""", "Request 1: There is no environment 'Nowhere'")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": 0, "actions": [7]}""", "Request 1: There is no action 7")]
    public void Run_BadRequest_NamesItsLine(string request, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => TraceRunner.Run([request], TextWriter.Null, EnvironmentRegistry.Default)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Play_KeysToTheGoal_WinsAndStartsAgain()
    {
        var screen = new StringWriter();
        var keys = new Queue<ConsoleKey>(
            [ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.RightArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.Escape]);
        new TerminalGame(new EmptyEnv(size: 5), screen, color: false).Run(seed: 0, () => keys.TryDequeue(out var key) ? key : null);
        Assert.Contains("reward 0.96 - terminated", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Mission: get to the green goal square", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_DoorKey_ShowsEveryThing()
    {
        var environment = EnvironmentRegistry.Default.MakeGrid("MiniGrid-DoorKey-5x5-v0");
        environment.Reset(0);
        string text = GridText.Draw(environment, color: false);
        Assert.All(["KY", "LY", "GG", "WG"], letters => Assert.Contains(letters, text, StringComparison.Ordinal));
        Assert.Contains("\e[38;2;", GridText.Draw(environment, color: true), StringComparison.Ordinal);
    }

    [Fact]
    public void WritePng_Frame_DecodesToTheSamePixels()
    {
        var image = EnvironmentRegistry.Default.MakeGrid("MiniGrid-Empty-5x5-v0").RenderAfterReset();
        var stream = new MemoryStream();
        PngWriter.Write(image, stream);
        byte[] file = stream.ToArray();
        Assert.Equal(image.Shape[1], BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        Assert.Equal(Crc32.Compute(file.AsSpan(37, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(41 + length)));
        using var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        int stride = image.Shape[1] * 3;
        for (int y = 0; y < image.Shape[0]; y++)
            Assert.Equal([0, .. image.Span.Slice(y * stride, stride)], rows.ToArray()[(y * (stride + 1))..((y + 1) * (stride + 1))]);
    }
}

file static class Frames
{
    public static NdArray<byte> RenderAfterReset(this MiniGridEnv environment)
    {
        environment.Reset(0);
        return environment.Render();
    }
}
