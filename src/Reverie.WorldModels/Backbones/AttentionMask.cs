using Reverie.Torch;

namespace Reverie.WorldModels.Backbones;

/// <summary>Who may look at whom.</summary>
public static class AttentionMask
{
    /// <summary>[max tokens, max tokens], 1 where a row may look at a column, 0 elsewhere.</summary>
    public static Tensor Create(TransformerOptions options)
    {
        int length = options.MaxTokens, block = options.TokensPerBlock;
        float[] mask = new float[length * length];
        for (int row = 0; row < length; row++)
        {
            int seen = options.Attention == AttentionKind.Causal ? row + 1 : ((row / block) + 1) * block;
            mask.AsSpan(row * length, seen).Fill(1);
        }
        return Tensor.From(mask, length, length);
    }

    /// <summary>The part of a mask for T tokens after S earlier ones, to be added to scores: 0 or -inf, [T, S + T].</summary>
    public static Tensor Bias(Tensor mask, long past, long steps)
    {
        var seen = mask.Narrow(0, past, steps).Narrow(1, 0, past + steps);
        return Tensor.ZerosLike(seen).MaskedFillInPlace(seen.Eq(0), double.NegativeInfinity);
    }
}
