using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Models.Mamba;

/// <summary>Depthwise convolution that sees only the past: y_t = b + sum_k w_k x_(t-K+1+k).</summary>
public sealed class CausalConvolution : Module
{
    private readonly int _kernel;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    public CausalConvolution(WeightFactory weights, long channels, int kernel, bool bias)
    {
        _kernel = kernel;
        double bound = 1 / Math.Sqrt(kernel);
        _weight = Parameter("weight", weights.Uniform([channels, 1, kernel], -bound, bound));
        _bias = bias ? Parameter("bias", weights.Uniform([channels], -bound, bound)) : null;
    }

    /// <param name="x">[B, T, E]</param>
    /// <param name="past">The last K inputs before x, newest last, [B, E, K]; null: none were and none are asked for.</param>
    /// <returns>[B, T, E], and the last K inputs now.</returns>
    internal (Tensor Output, Tensor? Past) Forward(Tensor x, Tensor? past)
    {
        long steps = x.Size(1);
        var channels = x.Transpose(1, 2); // [B, E, T]
        var padded = past is null ? F.Pad(channels, [_kernel - 1, 0]) : Tensor.Cat([past, channels], 2);
        long start = padded.Size(2) - steps - _kernel + 1;
        var output = F.Conv1d(padded.Narrow(2, start, steps + _kernel - 1), _weight.Float(), _bias?.Float(), groups: (int)x.Size(2));
        return (output.Transpose(1, 2).Contiguous(), past is null ? null : padded.Narrow(2, steps, _kernel));
    }
}
