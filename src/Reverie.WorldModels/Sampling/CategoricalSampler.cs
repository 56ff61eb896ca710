using Reverie.Torch;
using Reverie.Torch.Distributed;

namespace Reverie.WorldModels.Sampling;

/// <summary>
/// Draws from softmax(logits): the class whose exponential clock of rate exp(logit) rings first. It needs no normalisation
/// and no sums.
/// </summary>
/// <param name="generator">Draws.</param>
/// <param name="processes">
/// Those that have as many rows each, and the same generator: what is drawn for all their rows together is what one process would draw. Null:
/// all rows are here.
/// </param>
public sealed class CategoricalSampler(Generator generator, IProcessGroup? processes = null) : ITokenSampler, IUniformDraws
{
    public Tensor? Uniforms(ReadOnlySpan<long> shape) => Own(Tensor.Rand(Whole(shape), generator));

    public Tensor Sample(Tensor logits)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var clocks = (processes is { Size: > 1 } ? Tensor.Empty(Whole(logits.Shape), logits.DType, logits.Device) : Tensor.EmptyLike(logits))
            .ExponentialInPlace(1, generator).Log();
        return scope.Keep((logits - Own(clocks)).ArgMax(-1));
    }

    private long[] Whole(ReadOnlySpan<long> shape) => [shape[0] * (processes?.Size ?? 1), .. shape[1..]];

    private Tensor Own(Tensor drawn)
    {
        if (processes is not { Size: > 1 })
            return drawn;
        long rows = drawn.Size(0) / processes.Size;
        return drawn.Narrow(0, processes.Rank * rows, rows);
    }
}
