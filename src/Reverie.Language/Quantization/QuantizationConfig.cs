namespace Reverie.Language.Quantization;

/// <summary>The 4-bit quantisation of a checkpoint (bitsandbytes' NF4).</summary>
/// <param name="DoubleQuantization">Whether the block scales are themselves quantised to 8 bits.</param>
public sealed record QuantizationConfig(bool DoubleQuantization);
