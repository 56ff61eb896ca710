using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Optimizers;

/// <summary>Parameters that are views of other tensors: their own elements are stepped and no others.</summary>
public sealed class AdamViewTests
{
    private const double Rate = 0.1;

    public static TheoryData<string> Views => ["transposed", "narrowed", "every third", "channels last", "narrowed and transposed"];

    [Theory]
    [MemberData(nameof(Views))]
    public void Step_OnAView_EqualsTheStepOnItsElementsAlone(string name)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(4);
        var whole = Tensor.Randn([4, 6, 9, 2], generator);
        var parameter = View(whole, name);
        Assert.False(parameter.IsContiguous);
        var copy = parameter.Clone().Contiguous();
        var old = whole.Clone();
        using Adam onView = new([parameter], Rate), onCopy = new([copy], Rate);
        for (int step = 0; step < 3; step++)
        {
            var gradient = Tensor.Randn(parameter.Shape, generator);
            (parameter.Grad, copy.Grad) = (gradient, gradient.Clone());
            onView.Step();
            onCopy.Step();
        }
        Assert.Equal(copy.ToArray<float>(), parameter.ToArray<float>());
        Assert.Equal(onCopy.StateDict()["0.exp_avg"].ToArray<float>(), onView.StateDict()["0.exp_avg"].ToArray<float>());
        Assert.Equal(parameter.NumElements, whole.Ne(old).Sum().ItemInt64());
    }

    [Fact]
    public void Step_OnAParameterThatAGraphHasSaved_IsNoticedByBackward()
    {
        using var scope = new TensorScope();
        var parameter = Tensor.Ones([3]);
        parameter.RequiresGrad = true;
        var loss = (parameter * parameter).Sum();
        loss.Backward(retainGraph: true);
        using var adam = new Adam([parameter], Rate);
        adam.Step();
        var e = Assert.Throws<TorchException>(() => loss.Backward());
        Assert.Contains("modified by an inplace operation", e.Message, StringComparison.Ordinal);
    }

    private static Tensor View(Tensor whole, string name) => name switch
    {
        "transposed" => whole.T,
        "narrowed" => whole.Narrow(1, 2, 3),
        "every third" => whole.Slice(2, 1, 9, 3),
        "channels last" => whole.Permute(0, 3, 1, 2),
        _ => whole.Narrow(2, 1, 5).Transpose(0, 1),
    };
}
