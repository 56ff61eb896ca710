namespace Reverie.Torch.Onnx;

public sealed partial class OnnxValue
{
    /// <summary>The shape, as a vector of integers that is known when the model runs.</summary>
    public OnnxValue ShapeOf() => Call("Shape");

    /// <summary>Another shape: 0 keeps the size that this dimension has, -1 (once) is what remains.</summary>
    public OnnxValue Reshape(params ReadOnlySpan<long> shape) => Reshape(Graph.Constant(shape));

    /// <param name="shape">A vector of integers, from <see cref="ShapeOf"/>.</param>
    public OnnxValue Reshape(OnnxValue shape) => Call("Reshape", [shape]);

    /// <summary>[B, ...] to [B, n].</summary>
    public OnnxValue Flatten() => Call("Flatten", ("axis", 1));

    public OnnxValue Permute(params long[] dims) => Call("Transpose", ("perm", dims));

    public OnnxValue Unsqueeze(int dim) => Call("Unsqueeze", [Graph.Constant((long)dim)]);

    public OnnxValue Squeeze(int dim) => Call("Squeeze", [Graph.Constant((long)dim)]);

    /// <summary>Rows along a dimension, by integer.</summary>
    public OnnxValue IndexSelect(int dim, OnnxValue indices) => Call("Gather", [indices], ("axis", dim));

    /// <summary>Pads [B, C, H, W] with zeros below and to the right.</summary>
    public OnnxValue Pad(long bottom, long right) => Call("Pad", [Graph.Constant(0L, 0, 0, 0, 0, 0, bottom, right)]);

    /// <summary>The largest of each 2x2 pixels of [B, C, H, W].</summary>
    public OnnxValue MaxPool2x2() => Call("MaxPool", ("kernel_shape", (long[])[2, 2]), ("strides", (long[])[2, 2]));

    /// <inheritdoc cref="F.UpsampleNearest2d"/>
    public OnnxValue UpsampleNearest2d(int scale = 2) => Call(
        "Resize", [null, Graph.Constant(1f, 1, scale, scale)],
        ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));

    /// <inheritdoc cref="F.PixelShuffle"/>
    public OnnxValue PixelShuffle(int factor) => Call("DepthToSpace", ("blocksize", factor), ("mode", "CRD"));

    /// <summary>[B, C, H r, W r] to [B, C r², H, W].</summary>
    /// <param name="factor">r</param>
    /// <param name="channels">C</param>
    public OnnxValue PixelUnshuffle(int factor, int channels)
    {
        // ONNX puts the position within a patch before the channel, libtorch behind it.
        int area = factor * factor;
        long[] order = [.. Enumerable.Range(0, channels * area).Select(index => ((index % area) * (long)channels) + (index / area))];
        return Call("SpaceToDepth", ("blocksize", factor)).IndexSelect(1, Graph.Constant(order));
    }
}
