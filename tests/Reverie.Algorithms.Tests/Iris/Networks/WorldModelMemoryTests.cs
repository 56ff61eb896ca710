using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;

namespace Reverie.Algorithms.Tests.Iris.Networks;

/// <summary>What the founding projects lost: memory, causality, the action.</summary>
public class WorldModelMemoryTests
{
    [Fact]
    public void Forward_EarlierToken_ReachesLaterSteps()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        int block = fixture.Options.TokensPerBlock;
        var (before, after) = WithChangedToken(fixture, position: 0);
        // The last token of step 2 still depends on the first of step 0.
        Assert.True(Distance(before, after, (3 * block) - 1) > 1e-4);
    }

    [Fact]
    public void Forward_LaterToken_DoesNotLeakIntoEarlierSteps()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        for (int position = 1; position < fixture.Golden["tokens"].Size(1); position++)
        {
            var (before, after) = WithChangedToken(fixture, position);
            for (int earlier = 0; earlier < position; earlier++)
                Assert.Equal(0, Distance(before, after, earlier));
            Assert.True(Distance(before, after, position) > 0);
        }
    }

    [Fact]
    public void Forward_OtherAction_ChangesTheNextStepsPrior()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var noGrad = new NoGrad();
        int block = fixture.Options.TokensPerBlock;
        var tokens = fixture.Golden["tokens"].Narrow(1, 0, 2 * block);
        var other = tokens.Clone();
        other.Select(1, (2 * block) - 1).CopyFrom((tokens.Select(1, (2 * block) - 1) + 1).Remainder(fixture.Actions));
        Tensor before = fixture.Model.Forward(tokens).LogitsObservations!, after = fixture.Model.Forward(other).LogitsObservations!;
        long last = before.Size(1) - 1;
        Assert.True((before.Select(1, last) - after.Select(1, last)).Norm().Item() > 1e-3);
        Assert.Equal(0, (before.Narrow(1, 0, last) - after.Narrow(1, 0, last)).Norm().Item());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void State_ClonedOrReordered_GoesOnAsTheOriginalWould(bool training)
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var noGrad = new NoGrad();
        if (!training)
            fixture.Model.Eval();
        var tokens = fixture.Golden["tokens"];
        int length = fixture.Options.TokensPerBlock + 2;
        using var state = fixture.Model.CreateState(tokens.Size(0));
        fixture.Model.Advance(tokens.Narrow(1, 0, length), state);
        using var swapped = state.Clone();
        var rows = Tensor.From([1L, 0L, 1L]);
        swapped.SelectRows(rows);
        Assert.Equal((3, length, tokens.Size(0)), (swapped.Batch, swapped.Length, state.Batch));
        var expected = fixture.Model.Forward(tokens.Narrow(1, length, 1), state).OutputSequence.IndexSelect(0, rows);
        var actual = fixture.Model.Forward(tokens.Narrow(1, length, 1).IndexSelect(0, rows), swapped).OutputSequence;
        Assert.True((expected - actual).Abs().Max().Item() < 1e-5);
        state.Clear();
        Assert.Equal(0, state.Length);
    }

    [Fact]
    public void Forward_OneRowResetBetweenBlocks_StartsThatRowAnewEvenWhenTheContextIsFull()
    {
        using var scope = new TensorScope();
        using var fixture = new WorldModelFixture("wm_small_causal");
        using var noGrad = new NoGrad();
        fixture.Model.Eval();
        int block = fixture.Options.TokensPerBlock;
        var tokens = fixture.Golden["tokens"]; // at least three blocks; four fill the context
        using var state = fixture.Model.CreateState(tokens.Size(0));
        fixture.Model.Advance(tokens.Narrow(1, 0, block), state);
        state.Reset(Tensor.From([0L]));
        fixture.Model.Advance(tokens.Narrow(1, 0, block), state);
        state.Reset(Tensor.From([1L]));
        fixture.Model.Advance(tokens.Narrow(1, 0, 2 * block), state);
        var output = fixture.Model.Forward(tokens.Narrow(1, 2 * block, block), state);
        var first = fixture.Model.Forward(Tensor.Cat([tokens.Narrow(1, 0, block), tokens.Narrow(1, 0, 3 * block)], 1));
        var second = fixture.Model.Forward(tokens.Narrow(1, 0, 3 * block));
        Assert.Equal(1, output.LogitsEnds!.Size(1));
        Close.Assert("row 0", Last(first).Select(0, 0), output.LogitsObservations!.Select(0, 0), 1e-4);
        Close.Assert("row 1", Last(second).Select(0, 1), output.LogitsObservations!.Select(0, 1), 1e-4);

        Tensor Last(WorldModelOutput whole)
        {
            long count = output.LogitsObservations!.Size(1);
            return whole.LogitsObservations!.Narrow(1, whole.LogitsObservations!.Size(1) - count, count);
        }
    }

    private static (Tensor Before, Tensor After) WithChangedToken(WorldModelFixture fixture, int position)
    {
        using var noGrad = new NoGrad();
        var tokens = fixture.Golden["tokens"];
        var other = tokens.Clone();
        other.Select(1, position).CopyFrom((tokens.Select(1, position) + 1).Remainder(fixture.Actions));
        return (fixture.Model.Forward(tokens).OutputSequence, fixture.Model.Forward(other).OutputSequence);
    }

    private static double Distance(Tensor before, Tensor after, int position) => (before.Select(1, position) - after.Select(1, position)).Abs().Max().Item();
}
