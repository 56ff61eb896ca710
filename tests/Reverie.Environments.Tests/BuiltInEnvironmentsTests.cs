using System.Text.Json.Nodes;

namespace Reverie.Environments.Tests;

/// <summary>The registered ids against the original's table of them.</summary>
public sealed class BuiltInEnvironmentsTests
{
    [Fact]
    public void Specs_OriginalIndex_HoldsEveryIdWithItsSizeAndLimits()
    {
        JsonNode[] index = [.. Golden.Lines("index.jsonl.gz").Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(
            index.Select(entry => entry["id"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            Worlds.Grids.Select(spec => spec.Id));
        foreach (var entry in index)
        {
            var environment = Worlds.Grid(entry["id"]!.GetValue<string>());
            environment.Reset(0);
            Assert.Equal(
                (entry["width"]!.GetValue<int>(), entry["height"]!.GetValue<int>(), entry["max_steps_seed0"]!.GetValue<int>()),
                (environment.Width, environment.Height, environment.MaxSteps));
            Assert.Equal(entry["see_through_walls"]!.GetValue<bool>(), environment.SeeThroughWalls);
            Assert.Equal(entry["n_actions"]!.GetValue<int>(), environment.ActionSpace.Count);
        }
    }
}
