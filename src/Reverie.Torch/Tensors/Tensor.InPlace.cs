using Reverie.Torch.Native;

namespace Reverie.Torch;

// Operations that overwrite this tensor; PyTorch writes them with a trailing underscore.
public sealed partial class Tensor
{
    private static readonly Operator AddInPlaceOp = new("aten::add_", "Tensor");
    private static readonly Operator MulInPlaceOp = new("aten::mul_", "Tensor");
    private static readonly Operator MulInPlaceScalarOp = new("aten::mul_", "Scalar");
    private static readonly Operator ZeroInPlaceOp = new("aten::zero_");
    private static readonly Operator FillInPlaceOp = new("aten::fill_", "Scalar");
    private static readonly Operator NormalInPlaceOp = new("aten::normal_");
    private static readonly Operator UniformInPlaceOp = new("aten::uniform_");
    private static readonly Operator ExponentialInPlaceOp = new("aten::exponential_");
    private static readonly Operator MaskedFillInPlaceOp = new("aten::masked_fill_", "Scalar");
    private static readonly Operator IndexCopyInPlaceOp = new("aten::index_copy_");
    private static readonly Operator IndexPutInPlaceOp = new("aten::index_put_");
    private static readonly Operator LerpInPlaceOp = new("aten::lerp_", "Scalar");
    private static readonly Operator ClampInPlaceOp = new("aten::clamp_");

    public Tensor AddInPlace(Tensor other)
    {
        Aten.Run(AddInPlaceOp, this, other);
        return this;
    }

    public Tensor AddInPlace(Tensor other, double alpha)
    {
        Aten.Run(AddInPlaceOp, this, other, alpha);
        return this;
    }

    public Tensor MulInPlace(Tensor other)
    {
        Aten.Run(MulInPlaceOp, this, other);
        return this;
    }

    public Tensor MulInPlace(double value)
    {
        Aten.Run(MulInPlaceScalarOp, this, value);
        return this;
    }

    public Tensor ZeroInPlace()
    {
        Aten.Run(ZeroInPlaceOp, this);
        return this;
    }

    public Tensor FillInPlace(double value)
    {
        Aten.Run(FillInPlaceOp, this, value);
        return this;
    }

    /// <summary>Draws every element from a normal distribution.</summary>
    public Tensor NormalInPlace(double mean, double std, Generator? generator = null)
    {
        Aten.Run(NormalInPlaceOp, this, mean, std, generator);
        return this;
    }

    /// <summary>Draws every element uniformly from [low, high).</summary>
    public Tensor UniformInPlace(double low, double high, Generator? generator = null)
    {
        Aten.Run(UniformInPlaceOp, this, low, high, generator);
        return this;
    }

    public Tensor ExponentialInPlace(double rate = 1, Generator? generator = null)
    {
        Aten.Run(ExponentialInPlaceOp, this, rate, generator);
        return this;
    }

    public Tensor MaskedFillInPlace(Tensor mask, double value)
    {
        Aten.Run(MaskedFillInPlaceOp, this, mask, value);
        return this;
    }

    public Tensor IndexCopyInPlace(int dim, Tensor index, Tensor source)
    {
        Aten.Run(IndexCopyInPlaceOp, this, dim, index, source);
        return this;
    }

    public Tensor IndexPutInPlace(Tensor index, Tensor values)
    {
        Aten.Run(IndexPutInPlaceOp, this, Value.Optional([index]), values);
        return this;
    }

    public Tensor LerpInPlace(Tensor end, double weight)
    {
        Aten.Run(LerpInPlaceOp, this, end, weight);
        return this;
    }

    public Tensor ClampInPlace(double min, double max)
    {
        Aten.Run(ClampInPlaceOp, this, min, max);
        return this;
    }
}
