namespace Reverie.Language.Quantization;

/// <summary>The 4-bit quantisation of a checkpoint (bitsandbytes' NF4).</summary>
/// <param name="DoubleQuantization">Whether the block scales are themselves quantised to 8 bits.</param>
public sealed record QuantizationConfig(bool DoubleQuantization)
{
    /// <summary>Modules that stay in full precision, with all inside them: names, or whole parts of names (<c>lm_head</c>, <c>layers.1.mlp</c>).</summary>
    public IReadOnlyList<string> SkipModules { get; init; } = [];

    /// <summary>True where a module stays in full precision.</summary>
    public bool Skips(string module) => SkipModules.Any(entry => entry.Length > 0 && $".{module}.".Contains($".{entry}.", StringComparison.Ordinal));
}
