using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Iris.Tokenization;

/// <summary>x + proj(attention(norm(x))): one head over all pixels, scaled by C^-0.5.</summary>
public sealed class AttnBlock : Layer
{
    private readonly GroupNorm _norm;
    private readonly Conv2d _query;
    private readonly Conv2d _key;
    private readonly Conv2d _value;
    private readonly Conv2d _projection;

    public AttnBlock(int channels, Generator generator)
    {
        _norm = Child("norm", Norms.Group(channels));
        _query = Child("q", new Conv2d(channels, channels, 1, generator: generator));
        _key = Child("k", new Conv2d(channels, channels, 1, generator: generator));
        _value = Child("v", new Conv2d(channels, channels, 1, generator: generator));
        _projection = Child("proj_out", new Conv2d(channels, channels, 1, generator: generator));
    }

    /// <param name="x">[N, C, H, W]</param>
    /// <returns>[N, C, H, W]</returns>
    public override Tensor Forward(Tensor x)
    {
        // Query, key and value are one convolution, and all are 1x1 convolutions rather than matrix products over rows of pixels: those
        // the BLAS library rounds otherwise where there are more rows, and what an image gives must not depend on how many there are.
        var weight = Tensor.Cat([_query.Weight, _key.Weight, _value.Weight]);
        var bias = Tensor.Cat([_query.Bias!, _key.Bias!, _value.Bias!]);
        var projected = Pixels(F.Conv2d(_norm.Forward(x.Float()), weight, bias)).Chunk(3, -1); // 3 x [N, HW, C]
        var mixed = F.Attention(projected[0], projected[1], projected[2]); // [N, HW, C]
        return x + _projection.Forward(mixed.View(-1, x.Size(2), x.Size(3), x.Size(1)).Permute(0, 3, 1, 2));
    }

    /// <summary>[N, C, H, W] to [N, HW, C], a view where channels are last in memory.</summary>
    private static Tensor Pixels(Tensor x) => x.Permute(0, 2, 3, 1).Reshape(x.Size(0), x.Size(2) * x.Size(3), x.Size(1));
}
