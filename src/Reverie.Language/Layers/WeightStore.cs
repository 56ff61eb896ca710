using Reverie.Language.Quantization;
using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>How a projection keeps its weight.</summary>
internal abstract class WeightStore : IDisposable
{
    /// <summary>The weight in full precision, in the projection's layout; null where it is kept otherwise.</summary>
    public virtual Tensor? Dense => null;

    /// <summary>The weight in 4 bits, [out, in]; null where it is kept otherwise.</summary>
    public virtual Nf4Weight? Quantized => null;

    /// <summary>The tensors that belong to the projection, with what follows the weight's name.</summary>
    public abstract IEnumerable<(string Suffix, Tensor Tensor)> Tensors { get; }

    /// <summary>W x + b.</summary>
    public abstract Tensor Product(Tensor x, ProjectionLayout layout, Tensor? bias);

    /// <summary>W in full precision, without history.</summary>
    public abstract Tensor Full(ProjectionLayout layout);

    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
            tensor.Dispose();
    }
}
