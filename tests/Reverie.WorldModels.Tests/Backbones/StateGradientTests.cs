using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Tests.Backbones;

/// <summary>Whether gradients flow from one call into an earlier one is what a state says of itself.</summary>
public sealed class StateGradientTests
{
    public static TheoryData<string> All => new(BackboneCase.Names);

    public static TheoryData<string> Recurrent => new(BackboneCase.Names.Except(BackboneCase.Caches));

    [Theory, MemberData(nameof(All))]
    public void CarriesGradients_EveryFamily_IsTrueForRecurrentOnesAndFalseForCaches(string name)
    {
        using var test = new BackboneCase(name);
        using var state = test.Backbone.CreateState(2, 4);
        Assert.Equal(!BackboneCase.Caches.Contains(name), state.CarriesGradients);
    }

    [Theory, MemberData(nameof(All))]
    public void Backward_FromTheSecondCall_ReachesTheFirstAsAnnounced(string name)
    {
        using var test = new BackboneCase(name);
        using var state = test.Backbone.CreateState(2, 8);
        var (first, second) = (Trained(3, 1), Trained(2, 2));
        test.Backbone.Forward(first, state);
        Loss(test.Backbone.Forward(second, state)).Backward();
        Assert.True(Size(second) > 1e-3);
        if (state.CarriesGradients)
            Assert.True(Size(first) > 1e-3, "no gradient reached the first call");
        else
            Assert.Equal(0, Size(first));
    }

    [Theory, MemberData(nameof(All))]
    public void Detach_BetweenTwoCalls_EndsTheGraphAndKeepsTheNumbers(string name)
    {
        using var test = new BackboneCase(name);
        using IBackboneState state = test.Backbone.CreateState(2, 8), other = test.Backbone.CreateState(2, 8);
        var (first, second) = (Trained(3, 3), Trained(2, 4));
        test.Backbone.Forward(first, state);
        test.Backbone.Forward(first, other);
        state.Detach();
        var output = test.Backbone.Forward(second, state);
        Assert.Equal(test.Backbone.Forward(second, other).ToBytes(), output.ToBytes());
        Loss(output).Backward();
        Assert.Equal(0, Size(first));
        Assert.True(Size(second) > 1e-3);
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void Backward_InPieces_EqualsTheGradientOfOnePass(string name)
    {
        using var test = new BackboneCase(name);
        var (whole, pieces) = (Trained(6, 5), Trained(6, 5));
        Loss(test.Backbone.Forward(whole)).Backward();
        using var state = test.Backbone.CreateState(2, 6);
        Loss(test.InPieces(pieces, state, 1, 2, 1, 1, 1)).Backward();
        Close.Assert("the gradient of the inputs", whole.Grad!, pieces.Grad!, 1e-4 * Size(whole));
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void Reset_OfOneRow_EndsThatRowsGradientOnly(string name)
    {
        using var test = new BackboneCase(name);
        using var state = test.Backbone.CreateState(2, 8);
        var (first, second) = (Trained(3, 6), Trained(2, 7));
        test.Backbone.Forward(first, state);
        state.Reset(Tensor.From([false, true]));
        Loss(test.Backbone.Forward(second, state)).Backward();
        Assert.True(Close.Distance(first.Grad!.Select(0, 0), Tensor.Zeros([1])) > 1e-3);
        Assert.Equal(0, Close.Distance(first.Grad!.Select(0, 1), Tensor.Zeros([1])));
    }

    [Theory, MemberData(nameof(Recurrent))]
    public void Backward_ThroughACloneAndSelectedRows_ReachesTheCommonPast(string name)
    {
        using var test = new BackboneCase(name);
        using var state = test.Backbone.CreateState(2, 8);
        var first = Trained(3, 8);
        test.Backbone.Forward(first, state);
        using var branch = state.Clone();
        branch.SelectRows(Tensor.From([1L, 1, 1]));
        state.Clear();
        Loss(test.Backbone.Forward(BackboneCase.Inputs(3, 2, 9), branch)).Backward();
        Assert.Equal(0, Close.Distance(first.Grad!.Select(0, 0), Tensor.Zeros([1])));
        Assert.True(Close.Distance(first.Grad!.Select(0, 1), Tensor.Zeros([1])) > 1e-3);
    }

    [Fact]
    public void Backward_LearnedStart_ReachesItFromFreshAndFromResetRows()
    {
        using var test = new BackboneCase("learned_start_gru");
        var start = test.Module.NamedParameters().First(entry => entry.Name == "start.0").Tensor;
        using var state = test.Backbone.CreateState(2, 8);
        test.Backbone.Forward(BackboneCase.Inputs(2, 1, 10), state);
        state.Detach();
        test.Backbone.Forward(BackboneCase.Inputs(2, 1, 11), state).Sum().Backward();
        Assert.Null(start.Grad);
        state.Detach();
        state.Reset(Tensor.From([1L]));
        test.Backbone.Forward(BackboneCase.Inputs(2, 1, 12), state).Sum().Backward();
        Assert.True(Size(start) > 1e-3);
    }

    /// <summary>Weighs every output differently: the sum of what a norm puts out has no gradient.</summary>
    private static Tensor Loss(Tensor outputs) => (outputs * Formula.Input("weights", outputs.Shape)).Sum();

    private static Tensor Trained(long steps, ulong seed)
    {
        var x = BackboneCase.Inputs(2, steps, seed);
        x.RequiresGrad = true;
        return x;
    }

    private static double Size(Tensor leaf) => leaf.Grad?.Abs().Max().Item() ?? 0;
}
