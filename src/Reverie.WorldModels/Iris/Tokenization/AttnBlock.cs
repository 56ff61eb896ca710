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
        long channels = x.Size(1), height = x.Size(2), width = x.Size(3);
        // With channels last a 1x1 convolution is a matrix product over rows of pixels; query, key and value are one product.
        var pixels = _norm.Forward(x.Float()).Permute(0, 2, 3, 1).Reshape(-1, height * width, channels); // [N, HW, C]
        var weight = Tensor.Cat([_query.Weight, _key.Weight, _value.Weight]).View(3 * channels, channels);
        var bias = Tensor.Cat([_query.Bias!, _key.Bias!, _value.Bias!]);
        var projected = F.Linear(pixels, weight, bias).Chunk(3, -1); // 3 x [N, HW, C]
        var mixed = F.Attention(projected[0], projected[1], projected[2]); // [N, HW, C]
        mixed = F.Linear(mixed, _projection.Weight.View(channels, channels), _projection.Bias);
        return x + mixed.View(-1, height, width, channels).Permute(0, 3, 1, 2);
    }
}
