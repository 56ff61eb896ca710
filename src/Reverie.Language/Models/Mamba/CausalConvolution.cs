using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Native;

namespace Reverie.Language.Models.Mamba;

/// <summary>Depthwise convolution that sees only the past, and the activation behind it: y_t = f(b + sum_k w_k x_(t-K+1+k)).</summary>
public sealed class CausalConvolution : Module
{
    private const int MostFusedTaps = 8;

    private static readonly Operator FusedOp = new("reverie::causal_convolution");

    private readonly int _kernel;
    private readonly bool _silu;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    public CausalConvolution(WeightFactory weights, long channels, int kernel, bool bias, string activation)
    {
        _kernel = kernel;
        _silu = ActivationFunction.IsSilu(activation);
        _activation = ActivationFunction.Of(activation);
        double bound = 1 / Math.Sqrt(kernel);
        _weight = Parameter("weight", weights.Uniform([channels, 1, kernel], -bound, bound));
        _bias = bias ? Parameter("bias", weights.Uniform([channels], -bound, bound)) : null;
    }

    /// <summary>The convolution in single precision on the CPU by one fused operator, elsewhere out of ordinary ones.</summary>
    /// <param name="x">[B, T, E]</param>
    /// <param name="weight">[E, 1, K]</param>
    /// <param name="bias">[E] or null.</param>
    /// <param name="past">The last K inputs before x, newest last, [B, E, K]; null: zeros.</param>
    /// <param name="silu">Whether a SiLU follows.</param>
    /// <returns>[B, T, E], in the type of x whatever <see cref="Autocast"/> asks for: what follows is done in single precision.</returns>
    public static Tensor Run(Tensor x, Tensor weight, Tensor? bias, Tensor? past, bool silu) =>
        x.Device.IsCpu && x.DType == ScalarType.Float32 && weight.Size(2) <= MostFusedTaps
            ? Aten.Call(FusedOp, x, weight, bias, past, silu)
            : Compose(x, weight, bias, past, silu);

    /// <summary>The same out of ordinary operators: for other devices and types, and for checking the fused one.</summary>
    public static Tensor Compose(Tensor x, Tensor weight, Tensor? bias, Tensor? past, bool silu)
    {
        long kernel = weight.Size(2);
        var channels = x.Transpose(1, 2); // [B, E, T]
        var padded = past is null ? F.Pad(channels, [kernel - 1, 0]) : Tensor.Cat([past.Narrow(2, 1, kernel - 1), channels], 2);
        var output = F.Conv1d(padded, weight, bias, groups: (int)x.Size(2)).Transpose(1, 2).To(x.DType).Contiguous();
        return silu ? F.Silu(output) : output;
    }

    /// <param name="x">[B, T, E] in single precision.</param>
    /// <param name="past">The last K inputs before x, newest last, [B, E, K]; null: none were and none are asked for.</param>
    /// <returns>[B, T, E], and the last K inputs now.</returns>
    /// <param name="mask">Which steps are padding, behind the real ones; null: none is.</param>
    internal (Tensor Output, Tensor? Past) Forward(Tensor x, Tensor? past, StepMask? mask = null)
    {
        var output = Run(x, _weight.Float(), _bias?.Float(), past, _silu);
        return (_silu ? output : _activation(output), past is null ? null : Last(x, past, mask));
    }

    private Tensor Last(Tensor x, Tensor past, StepMask? mask)
    {
        if (mask is not null)
            return mask.Last(Tensor.Cat([past.Transpose(1, 2), x], 1), _kernel).Transpose(1, 2);
        long steps = x.Size(1);
        return steps >= _kernel
            ? x.Narrow(1, steps - _kernel, _kernel).Transpose(1, 2)
            : Tensor.Cat([past, x.Transpose(1, 2)], 2).Narrow(2, steps, _kernel);
    }
}
