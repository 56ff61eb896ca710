using Reverie.Language.Quantization;
using Reverie.Torch;

namespace Reverie.Language.Models;

/// <summary>How a model is brought into memory.</summary>
public sealed record LoadOptions
{
    /// <summary>Element type of the weights in memory; files of any type are converted.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>False leaves the token embedding and the output layer out, for a world model that brings its own tokens.</summary>
    public bool TokenEmbeddings { get; init; } = true;

    /// <summary>Quantise the projections of a full-precision checkpoint to 4 bits while loading; checkpoints in 4 bits stay so anyhow.</summary>
    public QuantizationConfig? Quantization { get; init; }

    /// <summary>Refuses types in which a model does not compute.</summary>
    /// <exception cref="NotSupportedException">The type is none of single, double and bfloat16.</exception>
    internal void Check()
    {
        if (Type is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float64))
            throw new NotSupportedException($"A model cannot be loaded as {Type}, in which it would not compute; use Float32 or BFloat16.");
    }
}
