using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>x + proj(attention(norm(x))): one head over all pixels, scaled by C^-0.5.</summary>
public sealed class AttentionBlock : Layer
{
    private readonly GroupNorm _norm;
    private readonly Conv2d _query;
    private readonly Conv2d _key;
    private readonly Conv2d _value;
    private readonly Conv2d _projection;

    public AttentionBlock(int channels, Generator generator)
    {
        _norm = Child("norm", FrameNorm.Of(channels));
        _query = Child("q", new Conv2d(channels, channels, 1, generator: generator));
        _key = Child("k", new Conv2d(channels, channels, 1, generator: generator));
        _value = Child("v", new Conv2d(channels, channels, 1, generator: generator));
        _projection = Child("proj_out", new Conv2d(channels, channels, 1, generator: generator));
    }

    /// <param name="x">[N, C, H, W]</param>
    /// <returns>[N, C, H, W]</returns>
    public override Tensor Forward(Tensor x)
    {
        // Query, key and value are one projection.
        var weight = Tensor.Cat([_query.Weight, _key.Weight, _value.Weight]);
        var bias = Tensor.Cat([_query.Bias!, _key.Bias!, _value.Bias!]);
        var projected = Pixels(Project(_norm.Forward(x.Float()), weight, bias)).Chunk(3, -1); // 3 x [N, HW, C]
        var mixed = F.Attention(projected[0], projected[1], projected[2]); // [N, HW, C]
        return x + Project(Image(mixed, x), _projection.Weight, _projection.Bias!);
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        var normal = _norm.Forward(x);
        var query = _query.Forward(normal).Reshape(0, 0, -1).Permute(0, 2, 1); // [N, HW, C]
        var key = _key.Forward(normal).Reshape(0, 0, -1); // [N, C, HW]
        var value = _value.Forward(normal).Reshape(0, 0, -1); // [N, C, HW]
        var weights = (query.MatMul(key) / Math.Sqrt(_query.Weight.Size(0))).Softmax(-1); // [N, HW, HW]
        var mixed = value.MatMul(weights.Permute(0, 2, 1)); // [N, C, HW]
        return x + _projection.Forward(mixed.Reshape(x.ShapeOf()));
    }

    /// <summary>
    /// A 1x1 convolution. With gradients it is computed as one, the fastest way. Without, it is a matrix product for each image: that rounds
    /// as the recorded frames of the original do, on whose last bits a recorded gradient hangs. A product over the pixels of all images
    /// would not do: the BLAS library rounds otherwise where there are more rows, and what a frame gives must not depend on its company.
    /// </summary>
    private static Tensor Project(Tensor x, Tensor weight, Tensor bias)
    {
        if (GradMode.IsEnabled)
            return F.Conv2d(x, weight, bias);
        var pixels = Pixels(x);
        var columns = weight.Flatten(1).T.Expand(x.Size(0), weight.Size(1), weight.Size(0));
        return Image(bias.Expand(x.Size(0), pixels.Size(1), weight.Size(0)).AddBatchMatMul(pixels, columns), x);
    }

    /// <summary>[N, C, H, W] to [N, HW, C], a view where channels are last in memory.</summary>
    private static Tensor Pixels(Tensor x) => x.Permute(0, 2, 3, 1).Reshape(x.Size(0), x.Size(2) * x.Size(3), x.Size(1));

    /// <summary>[N, HW, C] to [N, C, H, W], with the height and width of another image.</summary>
    private static Tensor Image(Tensor pixels, Tensor like) => pixels.View(pixels.Size(0), like.Size(2), like.Size(3), pixels.Size(2)).Permute(0, 3, 1, 2);
}
