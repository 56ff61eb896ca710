using Reverie.Torch.Native;

namespace Reverie.Torch;

// Arithmetic, element-wise and matrix; broadcasting as in PyTorch.
public sealed partial class Tensor
{
    private static readonly Operator AddOp = new("aten::add", "Tensor");
    private static readonly Operator AddScalarOp = new("aten::add", "Scalar");
    private static readonly Operator SubOp = new("aten::sub", "Tensor");
    private static readonly Operator SubScalarOp = new("aten::sub", "Scalar");
    private static readonly Operator RSubOp = new("aten::rsub", "Scalar");
    private static readonly Operator MulOp = new("aten::mul", "Tensor");
    private static readonly Operator MulScalarOp = new("aten::mul", "Scalar");
    private static readonly Operator DivOp = new("aten::div", "Tensor");
    private static readonly Operator DivScalarOp = new("aten::div", "Scalar");
    private static readonly Operator PowOp = new("aten::pow", "Tensor_Scalar");
    private static readonly Operator RemainderOp = new("aten::remainder", "Scalar");
    private static readonly Operator FloorDivideOp = new("aten::floor_divide", "Scalar");
    private static readonly Operator MaximumOp = new("aten::maximum");
    private static readonly Operator MinimumOp = new("aten::minimum");
    private static readonly Operator ClampOp = new("aten::clamp");
    private static readonly Operator MatMulOp = new("aten::matmul");
    private static readonly Operator AddMatMulOp = new("aten::addmm");
    private static readonly Operator AddBatchMatMulOp = new("aten::baddbmm");
    private static readonly Operator LerpOp = new("aten::lerp", "Scalar");
    private static readonly Operator NegOp = new("aten::neg");
    private static readonly Operator AbsOp = new("aten::abs");
    private static readonly Operator SignOp = new("aten::sign");
    private static readonly Operator ExpOp = new("aten::exp");
    private static readonly Operator Expm1Op = new("aten::expm1");
    private static readonly Operator LogOp = new("aten::log");
    private static readonly Operator Log1pOp = new("aten::log1p");
    private static readonly Operator SqrtOp = new("aten::sqrt");
    private static readonly Operator RsqrtOp = new("aten::rsqrt");
    private static readonly Operator SquareOp = new("aten::square");
    private static readonly Operator SinOp = new("aten::sin");
    private static readonly Operator CosOp = new("aten::cos");
    private static readonly Operator TanhOp = new("aten::tanh");
    private static readonly Operator AtanhOp = new("aten::atanh");
    private static readonly Operator SigmoidOp = new("aten::sigmoid");
    private static readonly Operator ErfOp = new("aten::erf");
    private static readonly Operator RoundOp = new("aten::round");
    private static readonly Operator FloorOp = new("aten::floor");

    /// <summary>this + other, broadcast; integers stay integers.</summary>
    public Tensor Add(Tensor other) => Aten.Call(AddOp, this, other);

    /// <summary>this + alpha * other, broadcast.</summary>
    public Tensor Add(Tensor other, double alpha) => Aten.Call(AddOp, this, other, alpha);

    public Tensor Add(double value) => Aten.Call(AddScalarOp, this, value);

    public Tensor Sub(Tensor other) => Aten.Call(SubOp, this, other);

    public Tensor Sub(double value) => Aten.Call(SubScalarOp, this, value);

    /// <summary>value - this.</summary>
    public Tensor RSub(double value) => Aten.Call(RSubOp, this, value);

    public Tensor Mul(Tensor other) => Aten.Call(MulOp, this, other);

    public Tensor Mul(double value) => Aten.Call(MulScalarOp, this, value);

    public Tensor Div(Tensor other) => Aten.Call(DivOp, this, other);

    public Tensor Div(double value) => Aten.Call(DivScalarOp, this, value);

    public Tensor Pow(double exponent) => Aten.Call(PowOp, this, exponent);

    /// <summary>What is left of a division, with the divisor's sign; integers become real numbers.</summary>
    public Tensor Remainder(double divisor) => Aten.Call(RemainderOp, this, divisor);

    /// <summary>What is left of a division, with the divisor's sign; integers stay integers, as in PyTorch.</summary>
    public Tensor Remainder(long divisor) => Aten.Call(RemainderOp, this, divisor);

    /// <summary>The quotient, rounded down; integers become real numbers.</summary>
    public Tensor FloorDivide(double divisor) => Aten.Call(FloorDivideOp, this, divisor);

    /// <summary>The quotient, rounded down; integers stay integers, as in PyTorch.</summary>
    public Tensor FloorDivide(long divisor) => Aten.Call(FloorDivideOp, this, divisor);

    public Tensor Maximum(Tensor other) => Aten.Call(MaximumOp, this, other);

    public Tensor Minimum(Tensor other) => Aten.Call(MinimumOp, this, other);

    public Tensor Clamp(double? min = null, double? max = null) =>
        Aten.Call(ClampOp, this, min is { } low ? low : Value.None, max is { } high ? high : Value.None);

    /// <summary>Matrix product over the last two dimensions, batch dimensions broadcast.</summary>
    public Tensor MatMul(Tensor other) => Aten.Call(MatMulOp, this, other);

    /// <summary>this + a b for each item of a batch, in one pass; this is broadcast to [B, M, N].</summary>
    /// <param name="a">[B, M, K]</param>
    /// <param name="b">[B, K, N]</param>
    public Tensor AddBatchMatMul(Tensor a, Tensor b) => Aten.Call(AddBatchMatMulOp, this, a, b);

    /// <summary>beta this + alpha a b, in one pass; this is broadcast to [M, N].</summary>
    /// <param name="a">[M, K]</param>
    /// <param name="b">[K, N]</param>
    /// <param name="beta">Factor of this tensor.</param>
    /// <param name="alpha">Factor of the product.</param>
    public Tensor AddMatMul(Tensor a, Tensor b, double beta = 1, double alpha = 1) => Aten.Call(AddMatMulOp, this, a, b, beta, alpha);

    public Tensor Lerp(Tensor end, double weight) => Aten.Call(LerpOp, this, end, weight);

    public Tensor Neg() => Aten.Call(NegOp, this);

    public Tensor Abs() => Aten.Call(AbsOp, this);

    public Tensor Sign() => Aten.Call(SignOp, this);

    public Tensor Exp() => Aten.Call(ExpOp, this);

    public Tensor Expm1() => Aten.Call(Expm1Op, this);

    public Tensor Log() => Aten.Call(LogOp, this);

    public Tensor Log1p() => Aten.Call(Log1pOp, this);

    public Tensor Sqrt() => Aten.Call(SqrtOp, this);

    public Tensor Rsqrt() => Aten.Call(RsqrtOp, this);

    public Tensor Square() => Aten.Call(SquareOp, this);

    public Tensor Sin() => Aten.Call(SinOp, this);

    public Tensor Cos() => Aten.Call(CosOp, this);

    public Tensor Tanh() => Aten.Call(TanhOp, this);

    public Tensor Atanh() => Aten.Call(AtanhOp, this);

    public Tensor Sigmoid() => Aten.Call(SigmoidOp, this);

    public Tensor Erf() => Aten.Call(ErfOp, this);

    public Tensor Round() => Aten.Call(RoundOp, this);

    public Tensor Floor() => Aten.Call(FloorOp, this);

    public static Tensor operator +(Tensor a, Tensor b) => a.Add(b);

    public static Tensor operator +(Tensor a, double b) => a.Add(b);

    public static Tensor operator +(double a, Tensor b) => b.Add(a);

    public static Tensor operator -(Tensor a, Tensor b) => a.Sub(b);

    public static Tensor operator -(Tensor a, double b) => a.Sub(b);

    public static Tensor operator -(double a, Tensor b) => b.RSub(a);

    public static Tensor operator *(Tensor a, Tensor b) => a.Mul(b);

    public static Tensor operator *(Tensor a, double b) => a.Mul(b);

    public static Tensor operator *(double a, Tensor b) => b.Mul(a);

    public static Tensor operator /(Tensor a, Tensor b) => a.Div(b);

    public static Tensor operator /(Tensor a, double b) => a.Div(b);

    public static Tensor operator -(Tensor a) => a.Neg();
}
