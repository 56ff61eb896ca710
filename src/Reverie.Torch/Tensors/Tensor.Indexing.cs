using Reverie.Torch.Native;

namespace Reverie.Torch;

// Picking, masking, comparing, drawing.
public sealed partial class Tensor
{
    private static readonly Operator SelectOp = new("aten::select", "int");
    private static readonly Operator SliceOp = new("aten::slice", "Tensor");
    private static readonly Operator NarrowOp = new("aten::narrow");
    private static readonly Operator IndexSelectOp = new("aten::index_select");
    private static readonly Operator IndexCopyOp = new("aten::index_copy");
    private static readonly Operator GatherOp = new("aten::gather");
    private static readonly Operator ScatterOp = new("aten::scatter", "src");
    private static readonly Operator ScatterAddOp = new("aten::scatter_add");
    private static readonly Operator MaskedSelectOp = new("aten::masked_select");
    private static readonly Operator MaskedFillOp = new("aten::masked_fill", "Scalar");
    private static readonly Operator WhereOp = new("aten::where", "self");
    private static readonly Operator NonZeroOp = new("aten::nonzero");
    private static readonly Operator OneHotOp = new("aten::one_hot");
    private static readonly Operator IndexOp = new("aten::index", "Tensor");
    private static readonly Operator EqOp = new("aten::eq", "Tensor");
    private static readonly Operator EqScalarOp = new("aten::eq", "Scalar");
    private static readonly Operator NeOp = new("aten::ne", "Tensor");
    private static readonly Operator NeScalarOp = new("aten::ne", "Scalar");
    private static readonly Operator LtOp = new("aten::lt", "Tensor");
    private static readonly Operator LtScalarOp = new("aten::lt", "Scalar");
    private static readonly Operator LeOp = new("aten::le", "Tensor");
    private static readonly Operator LeScalarOp = new("aten::le", "Scalar");
    private static readonly Operator GtOp = new("aten::gt", "Tensor");
    private static readonly Operator GtScalarOp = new("aten::gt", "Scalar");
    private static readonly Operator GeOp = new("aten::ge", "Tensor");
    private static readonly Operator GeScalarOp = new("aten::ge", "Scalar");
    private static readonly Operator LogicalAndOp = new("aten::logical_and");
    private static readonly Operator LogicalOrOp = new("aten::logical_or");
    private static readonly Operator LogicalNotOp = new("aten::logical_not");
    private static readonly Operator IsFiniteOp = new("aten::isfinite");
    private static readonly Operator MultinomialOp = new("aten::multinomial");

    /// <summary>One slice along a dimension, which disappears.</summary>
    public Tensor Select(int dim, long index) => Aten.Call(SelectOp, this, dim, index);

    /// <summary>start (included) to end (excluded) along a dimension.</summary>
    public Tensor Slice(int dim, long start, long end = long.MaxValue, long step = 1) => Aten.Call(SliceOp, this, dim, start, end, step);

    public Tensor Narrow(int dim, long start, long length) => Aten.Call(NarrowOp, this, dim, start, length);

    public Tensor IndexSelect(int dim, Tensor index) => Aten.Call(IndexSelectOp, this, dim, index);

    /// <summary>A copy in which the indexed slices are those of <paramref name="source"/>.</summary>
    public Tensor IndexCopy(int dim, Tensor index, Tensor source) => Aten.Call(IndexCopyOp, this, dim, index, source);

    public Tensor Gather(int dim, Tensor index) => Aten.Call(GatherOp, this, dim, index);

    public Tensor Scatter(int dim, Tensor index, Tensor source) => Aten.Call(ScatterOp, this, dim, index, source);

    public Tensor ScatterAdd(int dim, Tensor index, Tensor source) => Aten.Call(ScatterAddOp, this, dim, index, source);

    public Tensor MaskedSelect(Tensor mask) => Aten.Call(MaskedSelectOp, this, mask);

    public Tensor MaskedFill(Tensor mask, double value) => Aten.Call(MaskedFillOp, this, mask, value);

    /// <summary>yes where the condition holds, no elsewhere.</summary>
    public static Tensor Where(Tensor condition, Tensor yes, Tensor no) => Aten.Call(WhereOp, condition, yes, no);

    public Tensor NonZero() => Aten.Call(NonZeroOp, this);

    public Tensor OneHot(long classes) => Aten.Call(OneHotOp, this, classes);

    /// <summary>Advanced indexing; null leaves a dimension whole.</summary>
    public Tensor Index(params ReadOnlySpan<Tensor?> indices) => Aten.Call(IndexOp, this, Value.Optional(indices));

    public Tensor Eq(Tensor other) => Aten.Call(EqOp, this, other);

    public Tensor Eq(double value) => Aten.Call(EqScalarOp, this, value);

    public Tensor Ne(Tensor other) => Aten.Call(NeOp, this, other);

    public Tensor Ne(double value) => Aten.Call(NeScalarOp, this, value);

    public Tensor Lt(Tensor other) => Aten.Call(LtOp, this, other);

    public Tensor Lt(double value) => Aten.Call(LtScalarOp, this, value);

    public Tensor Le(Tensor other) => Aten.Call(LeOp, this, other);

    public Tensor Le(double value) => Aten.Call(LeScalarOp, this, value);

    public Tensor Gt(Tensor other) => Aten.Call(GtOp, this, other);

    public Tensor Gt(double value) => Aten.Call(GtScalarOp, this, value);

    public Tensor Ge(Tensor other) => Aten.Call(GeOp, this, other);

    public Tensor Ge(double value) => Aten.Call(GeScalarOp, this, value);

    public Tensor LogicalAnd(Tensor other) => Aten.Call(LogicalAndOp, this, other);

    public Tensor LogicalOr(Tensor other) => Aten.Call(LogicalOrOp, this, other);

    public Tensor LogicalNot() => Aten.Call(LogicalNotOp, this);

    public Tensor IsFinite() => Aten.Call(IsFiniteOp, this);

    /// <summary>Draws indices with the given (unnormalised) probabilities along the last dimension.</summary>
    public Tensor Multinomial(long samples, bool replacement = false, Generator? generator = null) =>
        Aten.Call(MultinomialOp, this, samples, replacement, generator);
}
