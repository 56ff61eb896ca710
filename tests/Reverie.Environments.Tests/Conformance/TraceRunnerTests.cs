using System.Text.Json.Nodes;
using Reverie.Environments.Conformance;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Conformance;

public sealed class TraceRunnerTests
{
    [Fact]
    public void Run_Requests_GivesOneLineEach()
    {
        var output = new StringWriter();
        TraceRunner.Run(
            ["""{"id": "MiniGrid-Empty-5x5-v0", "seed": 7, "actions": [2, 2, 1, 2, 2]}""", """{"id": "MiniGrid-DoorKey-5x5-v0", "seed": 0, "actions": []}"""],
            output, Worlds.Registry);
        string[] lines = output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("[2,\"0.955\",1,0,3,3,1,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"steps\":[],\"resets\":[]", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EnvironmentOfOtherSpaces_RecordsChecksums()
    {
        var output = new StringWriter();
        var registry = new EnvironmentRegistry();
        registry.Register<Balance>("Balance-v0");
        TraceRunner.Run(
            [$"{{\"id\": \"Balance-v0\", \"seed\": 7, \"actions\": [{string.Join(", ", Enumerable.Repeat("[0.5, -1]", 22))}]}}"], output, registry);
        var record = JsonNode.Parse(output.ToString())!;
        Assert.Equal("state: Float32[3]; 2 real numbers", record["layout"]!.GetValue<string>());
        Assert.Equal("[[0.5,-1],\"20\",1,0,", record["steps"]![19]!.ToJsonString()[..19]);
        Assert.Equal(19, Assert.Single(record["resets"]!.AsArray())!["after_step"]!.GetValue<int>());
        var again = new StringWriter();
        TraceRunner.Run([output.ToString().Trim()], again, registry);
        Assert.Equal(output.ToString(), again.ToString());
        Assert.Equal(
            "Request 1: Action 0 must be 2 real numbers, not [3].",
            Assert.Throws<FormatException>(() => TraceRunner.Run(["""{"id": "Balance-v0", "seed": 7, "actions": [3]}"""], again, registry)).Message);
    }

    [Theory]
    [InlineData("{", "Request 1: A request must be")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": -1, "actions": []}""", "Request 1: A request must be")]
    [InlineData("""{"id": "Nowhere", "seed": 0, "actions": []}""", "Request 1: There is no environment 'Nowhere'")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": 0, "actions": [7]}""", "Request 1: There is no action 7")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": 0, "actions": [0.5]}""", "Request 1: Action 0 must be one whole number, not [0.5].")]
    [InlineData("""{"id": "MiniGrid-Empty-5x5-v0", "seed": 0, "actions": [[1, 2]]}""", "Request 1: Action 0 must be one whole number, not [1, 2].")]
    public void Run_BadRequest_NamesItsLine(string request, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => TraceRunner.Run([request], TextWriter.Null, Worlds.Registry)).Message,
            StringComparison.Ordinal);

    private sealed class Balance() : Toy<NdArray<float>, NdArray<float>>(new Box<float>(-1, 1, 3), new Box<float>(-1, 1, 2));
}
