using Reverie.Torch;
using Reverie.WorldModels.Backbones;

namespace Reverie.Algorithms.Tests.Iris.Networks;

/// <summary>bfloat16 has 8 bits of mantissa: a product is off by up to 0.4 %, and errors of many products mostly cancel.</summary>
public sealed class PrecisionTests
{
    [Fact]
    public void Step_Bfloat16_StaysWithinTwoPercentOfFloat32()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var fixture = new WorldModelFixture("wm_small_causal");
        fixture.Model.Eval();
        var exact = Steps(fixture);
        ((Transformer)fixture.Model.Backbone).StepPrecision = Precision.Bfloat16;
        double distance = RelativeDistance(Steps(fixture), exact);
        // Zero would mean that nothing was computed in bfloat16.
        Assert.InRange(distance, 1e-5, 0.02);
    }

    [Fact]
    public void Step_Bfloat16AfterClear_UsesTheNewWeightsAndLeavesNoTensors()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var fixture = new WorldModelFixture("wm_small_causal");
        fixture.Model.Eval();
        ((Transformer)fixture.Model.Backbone).StepPrecision = Precision.Bfloat16;
        long before = Tensor.LiveCount;
        var token = fixture.Golden["tokens"].Narrow(1, 0, 1);
        using (var state = fixture.Model.CreateState(token.Size(0)))
        using (new TensorScope())
        {
            double first = Output();
            foreach (var parameter in fixture.Model.Parameters())
                parameter.CopyFrom(parameter * 1.5);
            state.Clear();
            Assert.NotEqual(first, Output());

            double Output() => fixture.Model.Forward(token, state).LogitsObservations!.Select(2, 0).Abs().Sum().Item();
        }
        Assert.InRange(Tensor.LiveCount, 0, before + 1); // the narrowed tokens
    }

    private static Tensor Steps(WorldModelFixture fixture)
    {
        var tokens = fixture.Golden["tokens"];
        using var state = (TransformerState)fixture.Model.CreateState(tokens.Size(0));
        return fixture.InChunks(Enumerable.Repeat(1, (int)tokens.Size(1)), state).OutputSequence;
    }

    private static double RelativeDistance(Tensor a, Tensor b) => (a - b).Norm().Item() / b.Norm().Item();
}
