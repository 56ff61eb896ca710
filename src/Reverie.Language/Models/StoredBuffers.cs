using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>
/// Masks and rotation tables that older versions stored beside the weights. They follow from the configuration; a mask that is
/// not the causal one, or a table of another size, is none of them.
/// </summary>
internal static class StoredBuffers
{
    /// <summary>True where a stored tensor says what the model does anyhow.</summary>
    public static bool IsOne(LanguageModel model, string name, Func<RawTensor> read)
    {
        return EndsWith(".attn.masked_bias", ".attention.masked_bias") ? read().Shape.Length == 0
            : EndsWith(".attn.bias", ".attention.bias") ? IsCausalMask(read())
            : EndsWith(".rotary_emb.inv_freq")
                && model.Backbone is TransformerBackbone { Frequencies: { } frequencies }
                && read().Shape is [var size] && size == frequencies.NumElements;

        bool EndsWith(params string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));
    }

    private static bool IsCausalMask(RawTensor mask)
    {
        if (mask.Shape is not [1, 1, var rows, var columns] || rows != columns)
            return false;
        var bytes = mask.Data.Span;
        int size = mask.Type.ByteSize();
        for (long i = 0; i < rows * columns; i++)
        {
            bool isSeen = bytes.Slice((int)(i * size), size).ContainsAnyExcept((byte)0);
            if (isSeen != (i % columns <= i / columns))
                return false;
        }
        return true;
    }
}
