using Reverie.Torch;
using Reverie.WorldModels.Circuits;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>Every cell against recorded values and gradients of the reference package (tests/golden/seqmodels/ncp).</summary>
public sealed class GoldenCircuitTests
{
    public static TheoryData<string> All => [.. RecordedCircuit.Names];

    [Theory, MemberData(nameof(All))]
    public void Forward_RecordedSequence_GivesRecordedOutputsStatesAndGradients(string name)
    {
        using var recorded = new RecordedCircuit(name);
        Tensor x = Leaf(recorded["input"]), start = Leaf(recorded["h0"]);
        var (outputs, memory) = recorded.Circuit.Forward(x, recorded.Start with { Hidden = start }, recorded.Times);
        if (recorded.LastOnly)
            outputs = outputs.Select(1, -1);
        Close.Assert("the outputs", recorded["output"], outputs, recorded.Tolerance);
        Close.Assert("the last state", recorded["h_final"], memory.Hidden, recorded.Tolerance);
        if (recorded.Find("c_final") is { } cell)
            Close.Assert("the last cell state", cell, memory.Cell!, recorded.Tolerance);
        Assert.Equal((recorded.StateSize, recorded.OutputSize), (recorded.Circuit.StateSize, recorded.Circuit.OutputSize));

        ((outputs * recorded["cotangent_output"]).Sum() + (memory.Hidden * recorded["cotangent_h_final"]).Sum()).Backward();
        Close.Assert("the gradient of the inputs", recorded["grad_input"], x.Grad!, recorded.GradientTolerance);
        Close.Assert("the gradient of the first state", recorded["grad_h0"], start.Grad!, recorded.GradientTolerance);
        var parameters = recorded.Circuit.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        Assert.Equal(parameters.Keys.Order(), recorded.Gradients.Keys.Order());
        foreach (var (parameter, gradient) in recorded.Gradients)
            Close.Assert($"the gradient of {parameter}", gradient, parameters[parameter].Grad!, recorded.GradientTolerance);
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_StepByStepWithoutGradients_GivesRecordedOutputs(string name)
    {
        using var recorded = new RecordedCircuit(name);
        using var noGrad = new NoGrad();
        var x = recorded["input"];
        var memory = recorded.Start;
        var outputs = new Tensor[x.Size(1)];
        for (int t = 0; t < outputs.Length; t++)
            (outputs[t], memory) = recorded.Circuit.Forward(x.Narrow(1, t, 1), memory, recorded.Times?.Narrow(1, t, 1));
        var whole = recorded.LastOnly ? outputs[^1].Select(1, 0) : Tensor.Cat(outputs, 1);
        Close.Assert("the outputs", recorded["output"], whole, recorded.Tolerance);
        Close.Assert("the last state", recorded["h_final"], memory.Hidden, recorded.Tolerance);
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_OneRowAlone_GivesThatRow(string name)
    {
        using var recorded = new RecordedCircuit(name);
        using var noGrad = new NoGrad();
        var (all, _) = recorded.Circuit.Forward(recorded["input"], recorded.Start, recorded.Times);
        var start = recorded.Start;
        var row = new CircuitMemory(start.Hidden.Narrow(0, 1, 1), start.Cell?.Narrow(0, 1, 1));
        var (alone, _) = recorded.Circuit.Forward(recorded["input"].Narrow(0, 1, 1), row, recorded.Times?.Narrow(0, 1, 1));
        Close.Assert("the row", all.Narrow(0, 1, 1), alone, 1e-6);
    }

    [Theory, MemberData(nameof(All))]
    public void Construction_Masks_AreTheRecordedOnes(string name)
    {
        using var recorded = new RecordedCircuit(name);
        var masks = recorded.Weights.Where(entry => entry.Key.EndsWith("mask", StringComparison.Ordinal)).ToList();
        Assert.Equal(masks.Select(mask => mask.Key).Order(), recorded.Masks.Keys.Order());
        Assert.All(masks, mask => Assert.Equal(mask.Value.ToArray<float>(), recorded.Masks[mask.Key]));
    }

    private static Tensor Leaf(Tensor recorded)
    {
        var leaf = recorded.Clone();
        leaf.RequiresGrad = true;
        return leaf;
    }
}
