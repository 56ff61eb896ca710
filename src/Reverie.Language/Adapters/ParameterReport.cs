using System.Globalization;
using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Language.Adapters;

/// <summary>How much of a model is trained, and what it weighs in memory.</summary>
/// <param name="Trainable">Numbers that training changes.</param>
/// <param name="Frozen">Numbers that it does not; a 4-bit weight counts as what it stands for.</param>
/// <param name="TrainableBytes">Memory of the former.</param>
/// <param name="FrozenBytes">Memory of the latter.</param>
public sealed record ParameterReport(long Trainable, long Frozen, long TrainableBytes, long FrozenBytes)
{
    public long Total => Trainable + Frozen;

    public static ParameterReport Of(LanguageModel model)
    {
        var trained = model.Parameters().Where(p => p.RequiresGrad).ToList();
        var frozen = model.Parameters().Where(p => !p.RequiresGrad).ToList();
        var quantized = model.NamedModules().Select(entry => entry.Module).OfType<Projection>().Where(p => p.Quantized is not null).ToList();
        return new ParameterReport(
            trained.Sum(p => p.NumElements),
            frozen.Sum(p => p.NumElements) + quantized.Sum(p => p.InputSize * p.OutputSize),
            trained.Sum(Bytes),
            frozen.Sum(Bytes) + quantized.Sum(p => p.Quantized!.ByteCount));
    }

    /// <summary>Two lines for people.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        trainable {Trainable,15:N0} parameters {TrainableBytes / 1048576.0,10:N1} MiB ({100.0 * Trainable / Math.Max(1, Total):0.##} %)
        frozen    {Frozen,15:N0} parameters {FrozenBytes / 1048576.0,10:N1} MiB
        """);

    private static long Bytes(Tensor tensor) => tensor.NumElements * tensor.DType.ByteSize();
}
