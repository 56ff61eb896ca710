using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>Gradients that are not their tensor's.</summary>
internal static class AutogradMisuses
{
    internal static IEnumerable<Misuse> All =>
    [
        new("gradient of another shape", "which is [3], not [2]", () => Leaf(3).Grad = Tensor.Ones([2])),
        new("gradient that broadcasts", "which is [3], not [2, 3]", () => Leaf(3).Grad = Tensor.Ones([2, 3])),
        new("gradient of another type", "which is Float, not Double", () => Leaf(3).Grad = Tensor.Ones([3], ScalarType.Float64)),
        new("gradient of itself", "cannot be its own gradient", () => SelfGradient(Leaf(3))),
        new("backward with a larger gradient", "must have that shape, not [2, 3]", () => (Leaf(3) * 2).Backward(Tensor.Ones([2, 3]))),
        new("backward with a smaller gradient", "must have that shape, not [1]", () => (Leaf(3) * 2).Backward(Tensor.Ones([1]))),
        new("gradients with a larger gradient", "must have that shape, not [2, 3]", () => Gradients(Leaf(3), Tensor.Ones([2, 3]))),
        new("gradients with too few gradients", "1 gradients were given for 2 outputs", () => TooFew(Leaf(3))),
        new("sparse gradient", "which the bridge does not carry", () => SparseGradient()),
        new("not recording what was recorded", "cut it off with Detach", () => (Leaf(3) * 2).RequiresGrad = false),
        new("second derivative of a fused operator", "has no second derivative", () => SecondDerivative(Leaf(3))),
    ];

    private static Tensor Leaf(long size)
    {
        var leaf = Tensor.Ones([size]);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static void SelfGradient(Tensor leaf) => leaf.Grad = leaf;

    private static void Gradients(Tensor leaf, Tensor gradient) => Tensor.Gradients([leaf * 2], [leaf], [gradient]);

    private static void TooFew(Tensor leaf) => Tensor.Gradients([leaf * 2, leaf * 3], [leaf], [Tensor.Ones([3])]);

    private static void SparseGradient()
    {
        var table = Tensor.Ones([4, 2]);
        table.RequiresGrad = true;
        Aten.Call(new Operator("aten::embedding"), table, Tensor.From([1L, 2]), -1, false, true).Sum().Backward();
        _ = table.Grad;
    }

    private static void SecondDerivative(Tensor leaf) => Tensor.Gradients([F.GeluTanh(leaf).Sum()], [leaf], createGraph: true);
}
