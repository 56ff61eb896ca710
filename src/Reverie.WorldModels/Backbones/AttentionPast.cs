using Reverie.Torch;

namespace Reverie.WorldModels.Backbones;

/// <summary>What came before the tokens of one call.</summary>
/// <param name="Cache">Where earlier keys and values are, and the new ones go.</param>
/// <param name="Rows">The rows of the cache that the tokens are of, integers; null: all.</param>
internal sealed record AttentionPast(TransformerState Cache, Tensor? Rows = null)
{
    /// <summary>Stores new keys and values and gives all, [B, heads, S + T, d] each.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values) => Cache.Append(layer, keys, values, Rows);

    /// <summary>Scores get the mask's bias [T, S + T] and that of the rows.</summary>
    /// <returns>[T, S + T], or [B, 1, T, S + T] where some rows have forgotten something.</returns>
    public Tensor WithRows(Tensor bias)
    {
        if (Cache.RowBias(bias.Size(0)) is not { } rows)
            return bias;
        return bias + (Rows is null ? rows : rows.IndexSelect(0, Rows));
    }
}
