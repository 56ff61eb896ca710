using System.Text.Json;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>Every synapse of every recorded wiring (tests/golden/seqmodels/ncp), and what cannot be wired.</summary>
public sealed class WiringTests
{
    private static readonly JsonElement[] Recorded = [.. Golden.Json("seqmodels/ncp/wirings.json").GetProperty("wirings").EnumerateArray()];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Recorded.Length)];

    [Theory, MemberData(nameof(Indices))]
    public void Build_RecordedPlan_DrawsTheRecordedSynapses(int index)
    {
        var recorded = Recorded[index];
        int inputs = recorded.GetProperty("input_dim").GetInt32();
        var wiring = RecordedPlan.From(recorded.GetProperty("config")).Build(inputs);
        Assert.Equal(recorded.GetProperty("units").GetInt32(), wiring.Units);
        Assert.Equal((inputs, recorded.GetProperty("output_dim").GetInt32()), (wiring.InputSize, wiring.OutputSize));
        Assert.Equal(Matrix(recorded.GetProperty("layers")), wiring.Layers.Select(layer => layer.ToArray()));
        int[][] synapses = Matrix(recorded.GetProperty("adjacency_matrix")), sensory = Matrix(recorded.GetProperty("sensory_adjacency_matrix"));
        Assert.Equal(synapses, Rows(wiring.Units, wiring.Units, wiring.Synapse));
        Assert.Equal(sensory, Rows(inputs, wiring.Units, wiring.SensorySynapse));
        Assert.Equal(synapses.SelectMany(row => row).Select(value => (float)value), wiring.Adjacency().ToArray<float>());
        Assert.Equal(sensory.SelectMany(row => row).Select(value => (float)value), wiring.SensoryAdjacency().ToArray<float>());
        Assert.Equal(recorded.GetProperty("synapse_count").GetInt32(), wiring.SynapseCount);
        Assert.Equal(recorded.GetProperty("sensory_synapse_count").GetInt32(), wiring.SensorySynapseCount);
    }

    [Fact]
    public void Build_AutoNcpOfTheThesis_HasItsLayers()
    {
        var wiring = NcpPlan.Auto(3264, 2176).Build(2176);
        Assert.Equal([653, 435, 2176], wiring.Layers.Select(layer => layer.Count));
        Assert.All(wiring.Layers[2], motor => Assert.Contains(wiring.Layers[1], command => wiring.Synapse(command, motor) != 0));
    }

    [Fact]
    public void Build_AutoNcpWithHardlyMoreNeuronsThanOutputs_LeavesTheBottleneckOfTheThesis()
    {
        var plan = NcpPlan.Auto(4355, 4352);
        Assert.Equal((2, 1, 4352), (plan.InterNeurons, plan.CommandNeurons, plan.MotorNeurons));
    }

    [Fact]
    public void Build_LargeRandomPlan_HasAsManySynapsesAsTheSparsityLeaves()
    {
        var wiring = new RandomPlan(120, 10, 0.75).Build(100);
        Assert.Equal((3600, 3000), (wiring.SynapseCount, wiring.SensorySynapseCount));
        Assert.Equal(wiring.Adjacency().ToBytes(), new RandomPlan(120, 10, 0.75).Build(7).Adjacency().ToBytes());
    }

    [Fact]
    public void Build_WhatCannotBeWired_SaysWhatToChange()
    {
        Refused("at least 8 neurons", () => NcpPlan.Auto(7, 5));
        Refused("between 0 and 0.9", () => NcpPlan.Auto(20, 5, sparsity: 0.95));
        Refused("cannot have 9 outputs", () => new FullyConnectedPlan(8, 9).Build(3));
        Refused("not 0, 8 and 2", () => new RandomPlan(8, 2, 0.5).Build(0));
        Refused("between 0 and 0.9", () => new RandomPlan(8, 2, double.NaN).Build(3));
        Refused("more synapses than fit", () => new FullyConnectedPlan(50_000, 2).Build(3));
        Refused("sensory fanout must lie between 1 and 4", () => new NcpPlan(4, 3, 2, 5, 1, 1, 1).Build(3));
        Refused("inter fanout must lie between 1 and 3", () => new NcpPlan(4, 3, 2, 1, 0, 1, 1).Build(3));
        Refused("motor fanin must lie between 1 and 3", () => new NcpPlan(4, 3, 2, 1, 1, 1, 4).Build(3));
        Refused("inter and command neurons", () => new NcpPlan(0, 3, 2, 1, 1, 1, 1).Build(3));
        Refused("-1 synapses", () => new NcpPlan(4, 3, 2, 1, 1, -1, 1).Build(3));
    }

    private static void Refused(string words, Func<object> build) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(build).Message, StringComparison.Ordinal);

    private static int[][] Matrix(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray())];

    private static int[][] Rows(int rows, int columns, Func<int, int, int> cell) =>
        [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).Select(j => cell(i, j)).ToArray())];
}
