using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>A low-rank addition s B A to a weight (Hu et al., 2021).</summary>
public sealed class LoraWeights : IDisposable
{
    private readonly double _dropout;

    /// <param name="a">[r, in]</param>
    /// <param name="b">[out, r]</param>
    /// <param name="scaling">s: alpha / r, or alpha / sqrt(r).</param>
    /// <param name="dropout">Probability of dropping an input of A while training.</param>
    public LoraWeights(Tensor a, Tensor b, double scaling, double dropout = 0)
    {
        if (a.Size(0) != b.Size(1))
            throw new ArgumentException($"A is {a} and B is {b}: their ranks differ.", nameof(b));
        (A, B, Scaling, _dropout) = (a, b, scaling, dropout);
    }

    /// <summary>[r, in]</summary>
    public Tensor A { get; }

    /// <summary>[out, r]</summary>
    public Tensor B { get; }

    public double Scaling { get; }

    public long Rank => A.Size(0);

    /// <summary>y + s B A dropout(x).</summary>
    public Tensor AddTo(Tensor y, Tensor x, bool training)
    {
        var dropped = F.Dropout(x.To(A.DType), _dropout, training);
        return y.Add(F.Linear(F.Linear(dropped, A), B).To(y.DType), Scaling);
    }

    /// <summary>s B A, [out, in].</summary>
    public Tensor Delta() => B.MatMul(A) * Scaling;

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }
}
