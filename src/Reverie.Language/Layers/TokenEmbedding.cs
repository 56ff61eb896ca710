using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Layers;

/// <summary>A table of vectors, [rows, size], with room for a low-rank adapter: row i gets + s B A[:, i].</summary>
public sealed class TokenEmbedding : Layer
{
    private Tensor? _weightBeforeMerge;

    public TokenEmbedding(WeightFactory weights, long rows, long size, double std)
    {
        (Rows, Size) = (rows, size);
        Weight = Parameter("weight", weights.Normal([rows, size], std));
    }

    public long Rows { get; }

    public long Size { get; }

    /// <summary>[rows, size]</summary>
    public Tensor Weight { get; private set; }

    /// <summary>The low-rank addition: A [r, rows], B [size, r]; null: none.</summary>
    public LoraWeights? Lora { get; private set; }

    /// <summary>True while the adapter is part of the table.</summary>
    public bool IsMerged { get; private set; }

    /// <param name="x">Integers [...].</param>
    /// <returns>[..., size]</returns>
    public override Tensor Forward(Tensor x) => WithLora(F.Embedding(Weight, x), x);

    /// <summary>The same for a table that the output layer reads too, with the table as that layer must see it.</summary>
    internal (Tensor Rows, Tensor Table) ForwardTied(Tensor x)
    {
        var (rows, table) = F.TiedEmbedding(Weight, x);
        return (WithLora(rows, x), table);
    }

    /// <summary>Adds an adapter, as parameters <c>lora_embedding_A</c> and <c>lora_embedding_B</c>.</summary>
    public void Attach(LoraWeights lora)
    {
        if (Lora is not null)
            throw new InvalidOperationException("This embedding has an adapter already; detach it first.");
        Parameter("lora_embedding_A", lora.A);
        Parameter("lora_embedding_B", lora.B);
        Lora = lora;
    }

    /// <summary>Removes the adapter; a merged one is unmerged first.</summary>
    public void Detach()
    {
        if (Lora is null)
            return;
        Unmerge();
        Unregister("lora_embedding_A");
        Unregister("lora_embedding_B");
        Lora.Dispose();
        Lora = null;
    }

    /// <summary>The table with the adapter in it.</summary>
    public Tensor MergedWeight()
    {
        using var noGrad = new NoGrad();
        return Lora is null || IsMerged ? Weight.Detach() : (Weight + Lora.Delta().T).Contiguous();
    }

    /// <summary>Makes the adapter part of the table. The table before is kept, so that unmerging is exact.</summary>
    public void Merge()
    {
        if (Lora is null || IsMerged)
            return;
        using var scope = new TensorScope();
        _weightBeforeMerge = Weight;
        Replace(MergedWeight(), trained: false);
        IsMerged = true;
    }

    /// <summary>Takes the adapter out of the table again, bit for bit.</summary>
    public void Unmerge()
    {
        if (!IsMerged)
            return;
        var merged = Weight;
        Replace(_weightBeforeMerge!, _weightBeforeMerge!.RequiresGrad);
        merged.Dispose();
        (_weightBeforeMerge, IsMerged) = (null, false);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _weightBeforeMerge?.Dispose();
    }

    private Tensor WithLora(Tensor rows, Tensor x) =>
        Lora is null || IsMerged ? rows : rows + (F.Linear(F.Embedding(Lora.A.T, x), Lora.B) * Lora.Scaling);

    private void Replace(Tensor weight, bool trained)
    {
        Unregister("weight");
        Weight = Parameter("weight", weight);
        Weight.RequiresGrad = trained;
    }
}
