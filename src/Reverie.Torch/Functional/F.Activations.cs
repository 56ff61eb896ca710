using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator ReluOp = new("aten::relu");
    private static readonly Operator ReluInPlaceOp = new("aten::relu_");
    private static readonly Operator SiluOp = new("aten::silu");
    private static readonly Operator GeluOp = new("aten::gelu");
    private static readonly Operator GeluTanhOp = new("reverie::gelu_tanh");
    private static readonly Operator EluOp = new("aten::elu");
    private static readonly Operator SoftplusOp = new("aten::softplus");

    public static Tensor Relu(Tensor x) => Aten.Call(ReluOp, x);

    /// <summary>Overwrites x, which the operator that made it must not need for its gradient.</summary>
    public static Tensor ReluInPlace(Tensor x)
    {
        Aten.Run(ReluInPlaceOp, x);
        return x;
    }

    /// <summary>x sigmoid(x), also called swish.</summary>
    public static Tensor Silu(Tensor x) => Aten.Call(SiluOp, x);

    /// <summary>The Gaussian error linear unit, exact (erf).</summary>
    public static Tensor Gelu(Tensor x) => Aten.Call(GeluOp, x, "none");

    /// <summary>The tanh approximation of GELU, as GPT-2 uses it.</summary>
    public static Tensor GeluTanh(Tensor x) =>
        x.Device.IsCpu && x.DType is (ScalarType.Float32 or ScalarType.BFloat16) ? Aten.Call(GeluTanhOp, x) : Aten.Call(GeluOp, x, "tanh");

    public static Tensor Elu(Tensor x) => Aten.Call(EluOp, x);

    /// <summary>log(1 + exp(x)).</summary>
    public static Tensor Softplus(Tensor x) => Aten.Call(SoftplusOp, x);
}
