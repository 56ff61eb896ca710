using Reverie.Torch.Native;

namespace Reverie.Torch;

// Views, joins and rearrangements.
public sealed partial class Tensor
{
    private static readonly Operator ViewOp = new("aten::view");
    private static readonly Operator ReshapeOp = new("aten::reshape");
    private static readonly Operator FlattenOp = new("aten::flatten", "using_ints");
    private static readonly Operator TransposeOp = new("aten::transpose", "int");
    private static readonly Operator PermuteOp = new("aten::permute");
    private static readonly Operator ExpandOp = new("aten::expand");
    private static readonly Operator UnsqueezeOp = new("aten::unsqueeze");
    private static readonly Operator SqueezeOp = new("aten::squeeze", "dim");
    private static readonly Operator RepeatOp = new("aten::repeat");
    private static readonly Operator RepeatInterleaveOp = new("aten::repeat_interleave", "self_int");
    private static readonly Operator FlipOp = new("aten::flip");
    private static readonly Operator SplitOp = new("aten::split", "Tensor");
    private static readonly Operator SplitSizesOp = new("aten::split_with_sizes");
    private static readonly Operator ChunkOp = new("aten::chunk");
    private static readonly Operator UnbindOp = new("aten::unbind", "int");
    private static readonly Operator CatOp = new("aten::cat");
    private static readonly Operator StackOp = new("aten::stack");
    private static readonly Operator DiagonalOp = new("aten::diagonal");
    private static readonly Operator TrilOp = new("aten::tril");
    private static readonly Operator TriuOp = new("aten::triu");

    /// <summary>The same memory in another shape; -1 once for what follows from the rest.</summary>
    public Tensor View(params ReadOnlySpan<long> shape) => Aten.Call(ViewOp, this, shape);

    /// <summary>Another shape, copied only where the memory layout demands it.</summary>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => Aten.Call(ReshapeOp, this, shape);

    public Tensor Flatten(int start = 0, int end = -1) => Aten.Call(FlattenOp, this, start, end);

    public Tensor Transpose(int a, int b) => Aten.Call(TransposeOp, this, a, b);

    public Tensor Permute(params ReadOnlySpan<long> dims) => Aten.Call(PermuteOp, this, dims);

    public Tensor Expand(params ReadOnlySpan<long> shape) => Aten.Call(ExpandOp, this, shape);

    public Tensor Unsqueeze(int dim) => Aten.Call(UnsqueezeOp, this, dim);

    public Tensor Squeeze(int dim) => Aten.Call(SqueezeOp, this, dim);

    public Tensor Repeat(params ReadOnlySpan<long> times) => Aten.Call(RepeatOp, this, times);

    public Tensor RepeatInterleave(long times, int dim) => Aten.Call(RepeatInterleaveOp, this, times, dim);

    public Tensor Flip(params ReadOnlySpan<long> dims) => Aten.Call(FlipOp, this, dims);

    /// <summary>Pieces of the given size along a dimension; the last may be shorter.</summary>
    public Tensor[] Split(long size, int dim = 0) => Aten.CallList(SplitOp, this, size, dim);

    /// <summary>Pieces of the given sizes along the last dimension.</summary>
    public Tensor[] SplitSizes(params ReadOnlySpan<long> sizes) => Aten.CallList(SplitSizesOp, this, sizes, -1);

    public Tensor[] Chunk(int chunks, int dim = 0) => Aten.CallList(ChunkOp, this, chunks, dim);

    public Tensor[] Unbind(int dim = 0) => Aten.CallList(UnbindOp, this, dim);

    /// <summary>Joins along an existing dimension.</summary>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0) => Aten.Call(CatOp, tensors, dim);

    /// <summary>Joins along a new dimension.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0) => Aten.Call(StackOp, tensors, dim);

    public Tensor Diagonal() => Aten.Call(DiagonalOp, this);

    public Tensor Tril(int diagonal = 0) => Aten.Call(TrilOp, this, diagonal);

    public Tensor Triu(int diagonal = 0) => Aten.Call(TriuOp, this, diagonal);

    /// <summary>Swaps the last two dimensions.</summary>
    public Tensor T => Transpose(-2, -1);
}
