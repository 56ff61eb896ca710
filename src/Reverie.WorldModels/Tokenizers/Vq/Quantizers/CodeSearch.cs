using Reverie.Torch;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>Nearest codes.</summary>
public static class CodeSearch
{
    /// <summary>Squared distances |z|² + |e|² - 2 z·e between vectors and codes.</summary>
    /// <param name="vectors">[M, E]</param>
    /// <param name="codebook">[V, E]</param>
    /// <returns>[M, V]</returns>
    public static Tensor Distances(Tensor vectors, Tensor codebook)
    {
        var squares = vectors.Square().Sum([1], keepDim: true) + codebook.Square().Sum([1]); // [M, V]
        return squares.AddMatMul(vectors, codebook.T, alpha: -2);
    }

    /// <summary>The index of each vector's nearest code.</summary>
    /// <param name="vectors">[M, E]</param>
    /// <param name="codebook">[V, E]</param>
    /// <returns>Integers [M].</returns>
    public static Tensor Nearest(Tensor vectors, Tensor codebook)
    {
        using var noGrad = new NoGrad();
        return Distances(vectors.Detach(), codebook.Detach()).ArgMin(-1);
    }

    /// <summary>The same as operators of an ONNX graph. |z|² is left out: it is equal for all codes.</summary>
    /// <param name="vectors">[..., E]</param>
    /// <param name="codebook">[V, E]</param>
    /// <returns>Integers [...].</returns>
    public static OnnxValue Nearest(OnnxValue vectors, OnnxValue codebook) =>
        (codebook.Square().Sum(1) - (vectors.MatMul(codebook.Permute(1, 0)) * 2)).ArgMin(-1);
}
