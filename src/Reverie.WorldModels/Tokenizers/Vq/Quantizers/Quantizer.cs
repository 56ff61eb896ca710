using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>
/// Puts one of finitely many codes in a vector's place. The kinds differ in where codes come from: learned by gradient, by moving averages,
/// a fixed grid, or the words of a language model.
/// </summary>
public abstract class Quantizer : Module
{
    /// <summary>All codes, [V, E].</summary>
    public abstract Tensor Codes { get; }

    /// <summary>Confines what the encoder makes to where codes are; recorded for gradients.</summary>
    /// <param name="z">[N, E, g, g]</param>
    public virtual Tensor Bound(Tensor z) => z;

    /// <summary>The index of each vector's nearest code.</summary>
    /// <param name="vectors">[M, E], bounded.</param>
    /// <returns>Integers [M].</returns>
    public virtual Tensor Nearest(Tensor vectors) => CodeSearch.Nearest(vectors, Codes);

    /// <summary>The codes of indices; recorded for gradients where codes learn by them.</summary>
    /// <param name="tokens">Integers [...].</param>
    /// <returns>[..., E]</returns>
    public virtual Tensor Lookup(Tensor tokens) => F.Embedding(Codes, tokens);

    /// <summary>What pulls vectors and codes together, or null where nothing needs to.</summary>
    /// <param name="z">Vectors, of any shape.</param>
    /// <param name="codes">Their codes, of that shape.</param>
    public abstract Tensor? Loss(Tensor z, Tensor codes);

    /// <summary>Called once for each training batch, after its codes have been looked up.</summary>
    /// <param name="vectors">[M, E]</param>
    /// <param name="tokens">Their nearest codes, integers [M].</param>
    public virtual void Learn(Tensor vectors, Tensor tokens)
    {
    }

    /// <inheritdoc cref="Bound(Tensor)"/>
    public virtual OnnxValue Bound(OnnxValue z) => z;

    /// <inheritdoc cref="Nearest(Tensor)"/>
    public virtual OnnxValue Nearest(OnnxValue vectors) => CodeSearch.Nearest(vectors, vectors.Graph.Weight(Codes));

    /// <inheritdoc cref="Lookup(Tensor)"/>
    public virtual OnnxValue Lookup(OnnxValue tokens) => tokens.Graph.Weight(Codes).IndexSelect(0, tokens);
}
