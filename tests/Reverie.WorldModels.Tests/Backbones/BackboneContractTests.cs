using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Tests.Backbones;

/// <summary>What every backbone promises, whatever it is made of: memory, causality, and the same numbers in any pieces.</summary>
public sealed class BackboneContractTests
{
    private const double Tolerance = 5e-5;

    public static TheoryData<string> All => new(BackboneCase.Names);

    [Theory, MemberData(nameof(All))]
    public void Forward_InAnyPieces_EqualsOnePass(string name)
    {
        using var test = new BackboneCase(name);
        using var noGrad = new NoGrad();
        var x = BackboneCase.Inputs(3, 8, 1);
        var whole = test.Backbone.Forward(x);
        Assert.Equal([3L, 8, test.Backbone.OutputSize], whole.Shape.ToArray());
        foreach (int[] pieces in (int[][])[[8], [1, 1, 1, 1, 1, 1, 1, 1], [3, 5], [5, 1, 2]])
        {
            using var state = test.Backbone.CreateState(3, 8);
            Close.Assert($"{name} in {string.Join(" + ", pieces)}", whole, test.InPieces(x, state, pieces), Tolerance);
            Assert.Equal((8, 3), (state.Length, state.Batch));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_LaterInputIsAnother_LeavesEarlierOutputsAlone(string name)
    {
        using var test = new BackboneCase(name);
        using var noGrad = new NoGrad();
        var x = BackboneCase.Inputs(2, 7, 2);
        var whole = test.Backbone.Forward(x);
        for (int t = 1; t < 7; t++)
        {
            var other = Tensor.Cat([x.Narrow(1, 0, t), BackboneCase.Inputs(2, 7 - t, 3)], 1);
            var changed = test.Backbone.Forward(other);
            Assert.Equal(0, Close.Distance(whole.Narrow(1, 0, t), changed.Narrow(1, 0, t)), 1e-6);
            Assert.True(Close.Distance(whole.Select(1, t), changed.Select(1, t)) > 1e-3, $"output {t} does not see its own input");
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_InputTwoStepsAgoIsAnother_ChangesTheOutputThroughTheState(string name)
    {
        using var test = new BackboneCase(name);
        using var noGrad = new NoGrad();
        var x = BackboneCase.Inputs(2, 6, 4);
        using IBackboneState here = test.Backbone.CreateState(2, 6), there = test.Backbone.CreateState(2, 6);
        var output = test.InPieces(x, here, 1, 1, 1, 1, 1, 1);
        var other = x.Clone();
        other.Select(1, 3).CopyFrom(BackboneCase.Inputs(2, 1, 5).Squeeze(1));
        var changed = test.InPieces(other, there, 1, 1, 1, 1, 1, 1);
        Assert.True(Close.Distance(output.Select(1, 5), changed.Select(1, 5)) > 1e-3, "step 5 does not remember step 3");
        Assert.Equal(0, Close.Distance(output.Narrow(1, 0, 3), changed.Narrow(1, 0, 3)));
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_OneRowIsAnother_LeavesTheOthersAlone(string name)
    {
        using var test = new BackboneCase(name);
        using var noGrad = new NoGrad();
        var x = BackboneCase.Inputs(3, 5, 6);
        var other = x.Clone();
        other.Select(0, 1).CopyFrom(BackboneCase.Inputs(1, 5, 7).Squeeze(0));
        var (a, b) = (test.Backbone.Forward(x), test.Backbone.Forward(other));
        Assert.Equal(0, Close.Distance(a.Select(0, 0), b.Select(0, 0)), 1e-6);
        Assert.Equal(0, Close.Distance(a.Select(0, 2), b.Select(0, 2)), 1e-6);
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_StateOfAnotherBackbone_IsRefused(string name)
    {
        using var test = new BackboneCase(name);
        using var other = new BackboneCase(name is "mamba" ? "rwkv" : "mamba");
        using var noGrad = new NoGrad();
        using var state = other.Backbone.CreateState(2, 4);
        var x = BackboneCase.Inputs(2, 1, 8);
        Assert.Contains("CreateState", Assert.Throws<ArgumentException>(() => test.Backbone.Forward(x, state)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Forward_StateOfAnotherBatch_SaysSo(string name)
    {
        using var test = new BackboneCase(name);
        using var noGrad = new NoGrad();
        using var state = test.Backbone.CreateState(2, 4);
        var x = BackboneCase.Inputs(3, 1, 9);
        Assert.Contains("2 rows", Assert.Throws<ArgumentException>(() => test.Backbone.Forward(x, state)).Message, StringComparison.Ordinal);
    }
}
