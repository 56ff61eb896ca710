using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

/// <summary>What every backbone promises of its state.</summary>
public sealed class BackboneStateTests
{
    public static TheoryData<string> Models => new(ModelFixture.AllNames);

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_AnyChunking_EqualsOnePass(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var x = Tensor.Randn([3, 12, fixture.Model.Config.HiddenSize], new Generator(1));
        var whole = fixture.Model.Backbone.Forward(x);
        foreach (int[] chunks in (int[][])[[12], [0, 12], [1, 11], [2, 3, 7], [5, 1, 1, 5], [4, 0, 8]])
        {
            using var state = fixture.Model.CreateState(3, 12);
            var outputs = new List<Tensor>();
            foreach (int length in chunks)
                outputs.Add(fixture.Model.Backbone.Forward(x.Narrow(1, state.Length, length), state));
            Close.Assert($"chunks {string.Join(", ", chunks)}", whole, Tensor.Cat(outputs.ToArray(), 1), 5e-5);
            Assert.Equal(12, state.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_RowsOfABatch_AreIndependent(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var x = Tensor.Randn([4, 6, fixture.Model.Config.HiddenSize], new Generator(2));
        var together = fixture.Model.Backbone.Forward(x);
        for (int row = 0; row < 4; row++)
            Close.Assert($"row {row}", together.Narrow(0, row, 1), fixture.Model.Backbone.Forward(x.Narrow(0, row, 1)), 5e-5);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void State_ClonedSelectedAndCleared_Behaves(string name)
    {
        using var fixture = new ModelFixture(name);
        using var noGrad = new NoGrad();
        var backbone = fixture.Model.Backbone;
        var x = Tensor.Randn([2, 4, fixture.Model.Config.HiddenSize], new Generator(3));
        var next = Tensor.Randn([2, 1, fixture.Model.Config.HiddenSize], new Generator(4));
        using var state = backbone.CreateState(2, 8);
        backbone.Forward(x, state);
        using var copy = state.Clone();
        var expected = backbone.Forward(next, state);
        Close.Assert("the copy", expected, backbone.Forward(next, copy), 1e-6);

        copy.SelectRows(Tensor.From([1L, 1, 0], 3));
        Assert.Equal(3, copy.Batch);
        var after = backbone.Forward(next, state);
        var rows = backbone.Forward(next.IndexSelect(0, Tensor.From([1L, 1, 0], 3)), copy);
        Close.Assert("selected rows", after.IndexSelect(0, Tensor.From([1L, 1, 0], 3)), rows, 5e-5);

        state.Clear();
        Assert.Equal(0, state.Length);
        Close.Assert("after clearing", backbone.Forward(x), backbone.Forward(x, state), 5e-5);
    }

    [Fact]
    public void Forward_MoreStepsThanTheStateHolds_SaysSo()
    {
        using var fixture = new ModelFixture("gpt2-tiny");
        using var state = fixture.Model.CreateState(1, 3);
        var error = Assert.Throws<InvalidOperationException>(() => fixture.Model.Backbone.Forward(Tensor.Zeros([1, 4, 32]), state));
        Assert.Contains("larger capacity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_TrainingWithAState_KeepsGradientsOfTheNewSteps()
    {
        using var fixture = new ModelFixture("llama-tiny-tied");
        using var state = fixture.Model.CreateState(1, 8);
        var x = Tensor.Randn([1, 8, 32], new Generator(5));
        using (new NoGrad())
            fixture.Model.Backbone.Forward(x.Narrow(1, 0, 5), state);
        var tail = x.Narrow(1, 5, 3).Clone();
        tail.RequiresGrad = true;
        fixture.Model.Backbone.Forward(tail, state).Square().Sum().Backward();
        Assert.True(tail.Grad!.Abs().Sum().Item() > 0);
    }

    [Fact]
    public void LiveCount_DecodingSteps_IsFlat()
    {
        foreach (string name in (string[])["gpt2-tiny", "llama-tiny-tied", "mamba-tiny", "rwkv-tiny"])
        {
            using var fixture = new ModelFixture(name);
            using var noGrad = new NoGrad();
            using var state = fixture.Model.CreateState(1, 40);
            long reference = 0;
            for (int t = 0; t < 40; t++)
            {
                using (new TensorScope())
                    fixture.Model.Forward(Tensor.From([1L], 1, 1), state: state);
                if (t == 3)
                    reference = Tensor.LiveCount;
            }
            Assert.InRange(Tensor.LiveCount, 0, reference); // fewer: garbage of other tests has gone meanwhile
        }
    }
}
