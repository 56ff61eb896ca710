using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>
/// Masks and rotation tables that older versions stored beside the weights. They follow from the configuration; a mask that is
/// not the causal one, or a table of another size, is none of them. A plain table of another base is a leftover that the libraries of
/// today pass over, too, since the configuration counts; a stretched one that is not the configuration's is refused.
/// </summary>
internal static class StoredBuffers
{
    /// <summary>What single precision may lose where another library raises the base to a power.</summary>
    private const double Single = 1e-5;

    /// <summary>True where a stored tensor says what the model does anyhow.</summary>
    /// <exception cref="InvalidDataException">It turns channels at speeds that are neither plain nor the configuration's.</exception>
    public static bool IsOne(LanguageModel model, string name, Func<RawTensor> read)
    {
        return EndsWith(".attn.masked_bias", ".attention.masked_bias") ? read().Shape.Length == 0
            : EndsWith(".attn.bias", ".attention.bias") ? IsCausalMask(read())
            : EndsWith(".rotary_emb.inv_freq") && IsRotation(model, name, read());

        bool EndsWith(params string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));
    }

    private static bool IsRotation(LanguageModel model, string name, RawTensor stored)
    {
        if (model.Backbone is not TransformerBackbone { Frequencies: { } frequencies } || stored.Shape is not [var size] || size != frequencies.NumElements)
            return false;
        double[] values = stored.ToDouble();
        // One base to the powers of equal steps, whatever the base: the last one tells it.
        double step = Math.Pow(values[^1], 1.0 / Math.Max(1, values.Length - 1));
        double[] plain = [.. values.Select((_, i) => Math.Pow(step, i))];
        if (AreEqual(values, [.. frequencies.ToArray<float>()], stored.Type) || (step is > 0 and <= 1 && AreEqual(values, plain, stored.Type)))
            return true;
        throw new InvalidDataException(
            $"'{name}' in the weights turns channels at other speeds than {LanguageModelConfig.FileName} says, and at no plain ones; correct 'rope_scaling' there, " +
            "or take the tensor out of the weights.");
    }

    /// <summary>Equal but for the rounding of the type that they are stored in.</summary>
    private static bool AreEqual(double[] stored, double[] ours, ScalarType type)
    {
        var (relative, absolute) = type switch
        {
            ScalarType.Float16 => (Math.ScaleB(1, -10), Math.ScaleB(1, -24)),
            ScalarType.BFloat16 => (Math.ScaleB(1, -7), 0.0),
            _ => (Single, 0.0),
        };
        return stored.Zip(ours).All(pair => Math.Abs(pair.First - pair.Second) <= (relative * pair.Second) + absolute);
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
