using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Layers;

/// <summary>
/// Makes the tensors of a new network: random ones from a seed, or empty ones that a file then fills. Nothing else ever
/// initialises a weight, so a loaded one cannot be initialised again.
/// </summary>
public sealed class WeightFactory
{
    private readonly Generator? _generator;

    private WeightFactory(Generator? generator, ScalarType type, QuantizationConfig? quantization, bool tokenEmbeddings) =>
        (_generator, Type, Quantization, TokenEmbeddings) = (generator, type, quantization, tokenEmbeddings);

    /// <summary>Element type of the weights.</summary>
    public ScalarType Type { get; }

    /// <summary>Keep the projections' weights in 4 bits; null: in <see cref="Type"/>.</summary>
    public QuantizationConfig? Quantization { get; }

    /// <summary>False leaves out the token embedding and the output layer, for models that bring their own tokens.</summary>
    public bool TokenEmbeddings { get; }

    /// <summary>True where weights are random, false where they are left for a file to fill.</summary>
    public bool IsRandom => _generator is not null;

    /// <summary>Random weights.</summary>
    public static WeightFactory Random(Generator generator, ScalarType type = ScalarType.Float32, QuantizationConfig? quantization =
        null, bool tokenEmbeddings = true) =>
        new(generator, type, quantization, tokenEmbeddings);

    /// <summary>Memory without content.</summary>
    public static WeightFactory Empty(ScalarType type = ScalarType.Float32, QuantizationConfig? quantization = null, bool tokenEmbeddings = true) =>
        new(null, type, quantization, tokenEmbeddings);

    public Tensor Normal(ReadOnlySpan<long> shape, double std)
    {
        var tensor = Tensor.Empty(shape, Type);
        return IsRandom ? tensor.NormalInPlace(0, std, _generator) : tensor;
    }

    public Tensor Uniform(ReadOnlySpan<long> shape, double low, double high)
    {
        var tensor = Tensor.Empty(shape, Type);
        return IsRandom ? tensor.UniformInPlace(low, high, _generator) : tensor;
    }

    /// <summary>A LayerNorm that changes nothing yet but the scale of its input.</summary>
    public LayerNorm LayerNorm(long size, double epsilon) => new(Constant([size], 1), Constant([size], 0), epsilon);

    public Tensor Constant(ReadOnlySpan<long> shape, double value) => IsRandom ? Tensor.Full(shape, value, Type) : Tensor.Empty(shape, Type);
}
