using Reverie.Torch;
using Reverie.Torch.Optimizers;
using Reverie.WorldModels.Circuits;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>What the recordings do not show: kept weights, masks under training, constraints, refusals.</summary>
public sealed class CircuitCellTests
{
    private static readonly Wiring Wiring = NcpPlan.Auto(14, 3).Build(5);

    [Theory]
    [InlineData("rnn_cell.layer_1.ff2.weight")]
    [InlineData("rnn_cell.layer_0.time_a.bias")]
    [InlineData("rnn_cell.layer_2.sparsity_mask")]
    public void Forward_AfterAWeightHasChanged_ForgetsTheKeptWeights(string name)
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring));
        var changed = circuit.StateDict().First(entry => entry.Name == name).Tensor;
        var x = Formula.Input("x", 2, 3, 5);
        var before = Outputs(circuit, x);
        Assert.Equal(before.ToBytes(), Outputs(circuit, x).ToBytes());
        using (new NoGrad())
            changed.AddInPlace(Tensor.Full([1], 0.5));
        var recorded = circuit.Forward(x, circuit.CreateMemory(2)).Outputs; // with gradients nothing is kept
        Assert.True(Close.Distance(before, recorded) > 1e-3);
        Close.Assert("the outputs", recorded, Outputs(circuit, x), 1e-6);
    }

    [Fact]
    public void Forward_AfterAStepOfTheOptimizer_ForgetsTheKeptWeights()
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring));
        using var optimizer = new Adam(circuit.Parameters(), 0.1);
        var x = Formula.Input("x", 2, 3, 5);
        var before = Outputs(circuit, x);
        circuit.Forward(x, circuit.CreateMemory(2)).Outputs.Sum().Backward();
        optimizer.Step();
        Assert.True(Close.Distance(before, Outputs(circuit, x)) > 1e-3);
        Close.Assert("the outputs", circuit.Forward(x, circuit.CreateMemory(2)).Outputs, Outputs(circuit, x), 1e-6);
    }

    [Fact]
    public void Forward_OtherTimesAfterKeptWeights_AreNotMistakenForUnitTimes()
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring));
        var x = Formula.Input("x", 2, 3, 5);
        using var noGrad = new NoGrad();
        var unit = Outputs(circuit, x);
        Close.Assert("unit times", unit, circuit.Forward(x, circuit.CreateMemory(2), Tensor.Ones([2, 3])).Outputs, 1e-6);
        var slow = circuit.Forward(x, circuit.CreateMemory(2), Tensor.Full([2, 3], 4)).Outputs;
        Assert.True(Close.Distance(unit, slow) > 1e-3);
        Assert.Equal(unit.ToBytes(), Outputs(circuit, x).ToBytes());
    }

    [Fact]
    public void Backward_WiredCell_MovesNoSynapseThatIsNotThere()
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring));
        var tensors = circuit.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        circuit.Forward(Formula.Input("x", 2, 3, 5), circuit.CreateMemory(2)).Outputs.Sum().Backward();
        foreach (int layer in (int[])[0, 1, 2])
        {
            var missing = tensors[$"rnn_cell.layer_{layer}.sparsity_mask"].Eq(0);
            Assert.True(missing.Any().ItemInt64() != 0);
            foreach (string branch in (string[])["ff1", "ff2"])
                Assert.Equal(0, tensors[$"rnn_cell.layer_{layer}.{branch}.weight"].Grad!.MaskedSelect(missing).Abs().Sum().Item());
            Assert.True(tensors[$"rnn_cell.layer_{layer}.time_a.weight"].Grad!.MaskedSelect(missing).Abs().Sum().Item() > 0);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_PaddedStep_LeavesTheMemoryAndSaysTheSameAgain(bool mixedMemory)
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring), mixedMemory);
        using var noGrad = new NoGrad();
        var x = Formula.Input("x", 1, 3, 5);
        var padding = Tensor.From([false, true, false], 1, 3, 1);
        var (outputs, memory) = circuit.Forward(x, circuit.CreateMemory(1), padding: padding);
        var (real, expected) = circuit.Forward(x.IndexSelect(1, Tensor.From([0L, 2])), circuit.CreateMemory(1));
        Close.Assert("the outputs", real.IndexSelect(1, Tensor.From([0L, 0, 1])), outputs, 1e-6);
        Close.Assert("the state", expected.Hidden, memory.Hidden, 1e-6);
        if (mixedMemory)
            Close.Assert("the cell state", expected.Cell!, memory.Cell!, 1e-6);
    }

    [Fact]
    public void ApplyConstraints_NegativeConductances_BecomeZero()
    {
        using var cell = new LtcCell(Wiring, new LtcOptions { ImplicitConstraints = false });
        var tensors = cell.StateDict().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        using (new NoGrad())
        {
            foreach (string name in (string[])["w", "sensory_w", "cm", "gleak", "vleak"])
                tensors[name].AddInPlace(Tensor.Full([1], -0.5));
        }
        double lowest = tensors["vleak"].Min().Item();
        cell.ApplyConstraints();
        Assert.All(["w", "sensory_w", "cm", "gleak"], name => Assert.Equal(0, tensors[name].Min().Item()));
        Assert.Equal(lowest, tensors["vleak"].Min().Item());
        Assert.True(tensors["w"].Max().Item() > 0.3);
    }

    [Fact]
    public void LiveCount_ManySequences_IsFlat()
    {
        using var circuit = new Circuit(new WiredCfcCell(Wiring), mixedMemory: true, projectionSize: 4);
        using var noGrad = new NoGrad();
        long reference = 0;
        for (int i = 0; i < 20; i++)
        {
            using (new TensorScope())
                circuit.Forward(Formula.Input("x", 2, 3, 5), circuit.CreateMemory(2));
            if (i == 3)
                reference = Tensor.LiveCount;
        }
        Assert.InRange(Tensor.LiveCount, 0, reference); // fewer: garbage of other tests has gone meanwhile
    }

    [Fact]
    public void Forward_WhatDoesNotFit_IsRefusedInOneSentence()
    {
        using var circuit = new Circuit(new CfcCell(5, 7));
        var x = Formula.Input("x", 2, 3, 5);
        Refused("[batch, steps, 5]", () => circuit.Forward(Formula.Input("x", 2, 3, 4), circuit.CreateMemory(2)));
        Refused("one for each row and step", () => circuit.Forward(x, circuit.CreateMemory(2), Tensor.Ones([3])));
        Refused("mixed memory", () => circuit.Forward(x, new CircuitMemory(Tensor.Zeros([2, 7]), Tensor.Zeros([2, 7]))));
        Refused("no backbone", () => new CfcCell(5, 7, mask: Tensor.Ones([7, 12])));
        Refused("OdeUnfolds", () => new LtcCell(Wiring, new LtcOptions { OdeUnfolds = 0 }));
    }

    private static Tensor Outputs(Circuit circuit, Tensor x)
    {
        using var noGrad = new NoGrad();
        return circuit.Forward(x, circuit.CreateMemory(x.Size(0))).Outputs;
    }

    private static void Refused(string words, Func<object> act) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
}
