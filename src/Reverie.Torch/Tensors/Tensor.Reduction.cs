using Reverie.Torch.Native;

namespace Reverie.Torch;

// Sums, extremes and normalisations over dimensions.
public sealed partial class Tensor
{
    private static readonly Operator SumOp = new("aten::sum");
    private static readonly Operator SumDimOp = new("aten::sum", "dim_IntList");
    private static readonly Operator MeanOp = new("aten::mean");
    private static readonly Operator MeanDimOp = new("aten::mean", "dim");
    private static readonly Operator VarOp = new("aten::var", "dim");
    private static readonly Operator StdOp = new("aten::std");
    private static readonly Operator ProdOp = new("aten::prod", "dim_int");
    private static readonly Operator MaxOp = new("aten::max");
    private static readonly Operator MaxDimOp = new("aten::max", "dim");
    private static readonly Operator MinOp = new("aten::min");
    private static readonly Operator AMaxOp = new("aten::amax");
    private static readonly Operator ArgMaxOp = new("aten::argmax");
    private static readonly Operator ArgMinOp = new("aten::argmin");
    private static readonly Operator TopKOp = new("aten::topk");
    private static readonly Operator SortOp = new("aten::sort");
    private static readonly Operator CumSumOp = new("aten::cumsum");
    private static readonly Operator CumProdOp = new("aten::cumprod");
    private static readonly Operator LogSumExpOp = new("aten::logsumexp");
    private static readonly Operator NormOp = new("aten::linalg_vector_norm");
    private static readonly Operator SoftmaxOp = new("aten::softmax", "int");
    private static readonly Operator LogSoftmaxOp = new("aten::log_softmax", "int");
    private static readonly Operator AllOp = new("aten::all");
    private static readonly Operator AnyOp = new("aten::any");
    private static readonly Operator AnyDimOp = new("aten::any", "dim");
    private static readonly Operator AllDimOp = new("aten::all", "dim");

    /// <summary>The sum of all elements.</summary>
    public Tensor Sum() => Aten.Call(SumOp, this);

    public Tensor Sum(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.Call(SumDimOp, this, dims, keepDim);

    /// <summary>The mean of all elements.</summary>
    public Tensor Mean() => Aten.Call(MeanOp, this);

    public Tensor Mean(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.Call(MeanDimOp, this, dims, keepDim);

    public Tensor Var(ReadOnlySpan<long> dims, bool unbiased, bool keepDim = false) => Aten.Call(VarOp, this, dims, unbiased, keepDim);

    public Tensor Std(bool unbiased = true) => Aten.Call(StdOp, this, unbiased);

    public Tensor Prod(int dim, bool keepDim = false) => Aten.Call(ProdOp, this, dim, keepDim);

    /// <summary>The largest element.</summary>
    public Tensor Max() => Aten.Call(MaxOp, this);

    /// <summary>Largest values along a dimension, and where they are.</summary>
    public (Tensor First, Tensor Second) Max(int dim, bool keepDim = false) => Aten.CallPair(MaxDimOp, this, dim, keepDim);

    /// <summary>The smallest element.</summary>
    public Tensor Min() => Aten.Call(MinOp, this);

    public Tensor AMax(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.Call(AMaxOp, this, dims, keepDim);

    public Tensor ArgMax(int dim, bool keepDim = false) => Aten.Call(ArgMaxOp, this, dim, keepDim);

    public Tensor ArgMin(int dim, bool keepDim = false) => Aten.Call(ArgMinOp, this, dim, keepDim);

    /// <summary>The k largest values along a dimension, and where they are.</summary>
    public (Tensor First, Tensor Second) TopK(long k, int dim = -1) => Aten.CallPair(TopKOp, this, k, dim);

    public (Tensor First, Tensor Second) Sort(int dim = -1, bool descending = false) => Aten.CallPair(SortOp, this, dim, descending);

    public Tensor CumSum(int dim) => Aten.Call(CumSumOp, this, dim);

    public Tensor CumProd(int dim) => Aten.Call(CumProdOp, this, dim);

    public Tensor LogSumExp(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.Call(LogSumExpOp, this, dims, keepDim);

    public Tensor Norm(double order = 2) => Aten.Call(NormOp, this, order);

    public Tensor Softmax(int dim, ScalarType? type = null) => Aten.Call(SoftmaxOp, this, dim, type);

    public Tensor LogSoftmax(int dim, ScalarType? type = null) => Aten.Call(LogSoftmaxOp, this, dim, type);

    public Tensor All() => Aten.Call(AllOp, this);

    public Tensor Any() => Aten.Call(AnyOp, this);

    public Tensor Any(int dim, bool keepDim = false) => Aten.Call(AnyDimOp, this, dim, keepDim);

    public Tensor All(int dim, bool keepDim = false) => Aten.Call(AllDimOp, this, dim, keepDim);
}
