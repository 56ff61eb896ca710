using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>
/// The output layer of a model whose token embedding serves as its weight. It looks at the table itself: an adapter on the
/// embedding is not seen here. Its own parameter it gets only when it must part from the table.
/// </summary>
public sealed class TiedProjection(TokenEmbedding embedding) : Projection(embedding.Size, embedding.Rows, new BorrowedStore(embedding))
{
    /// <summary>The same with the table that <see cref="TokenEmbedding.ForwardTied"/> gave.</summary>
    internal Tensor Forward(Tensor x, Tensor table) => WithLora(ThinLinear.Forward(x, table, Layout, null), x);

    public override void Merge() => throw new InvalidOperationException("A tied output layer cannot be merged into; untie it first.");

    /// <summary>Moves the adapter to the projection that takes this one's place.</summary>
    internal void HandOver(Projection own)
    {
        if (TakeLora() is { } lora)
            own.Attach(lora);
    }
}
