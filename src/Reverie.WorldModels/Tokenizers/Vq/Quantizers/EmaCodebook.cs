using Reverie.Torch;

namespace Reverie.WorldModels.Tokenizers.Vq.Quantizers;

/// <summary>
/// Codes that follow the averages of their vectors, without gradients (van den Oord et al., 2017, appendix A.1; Razavi et al., 2019).
/// N_i ← γ N_i + (1 - γ) n_i counts a code's vectors, m_i ← γ m_i + (1 - γ) Σ z adds them up, and e_i = m_i / Ñ_i with Laplace smoothing
/// Ñ_i = (N_i + ε) / (N + V ε) N, N being the sum of all N_i. Dead codes are revived at vectors of the batch; in the beginning all are dead.
/// </summary>
public sealed class EmaCodebook : Quantizer
{
    private readonly EmaOptions _options;
    private readonly double _commitmentWeight;

    /// <param name="count">Codes, V.</param>
    /// <param name="width">Numbers per code, E.</param>
    /// <param name="options">Decay, smoothing, revival.</param>
    /// <param name="commitmentWeight">β, the weight of what pulls vectors to codes.</param>
    /// <param name="generator">Draws the codes before the first batch.</param>
    public EmaCodebook(long count, long width, EmaOptions options, double commitmentWeight, Generator generator)
    {
        (_options, _commitmentWeight) = (options, commitmentWeight);
        Codes = Buffer("weight", LearnedCodebook.InitialCodes(count, width, generator));
        Usage = Buffer("usage", Tensor.Zeros([count]));
        Sums = Buffer("sums", Tensor.Zeros([count, width]));
    }

    public override Tensor Codes { get; }

    /// <summary>N_i: vectors of a code a batch, on average, [V].</summary>
    public Tensor Usage { get; }

    /// <summary>m_i: their sum, on average, [V, E].</summary>
    public Tensor Sums { get; }

    public override Tensor Loss(Tensor z, Tensor codes) => LearnedCodebook.Commitment(z, codes, _commitmentWeight);

    public override void Learn(Tensor vectors, Tensor tokens)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        Average(vectors.Detach(), tokens);
        Revive(vectors.Detach());
    }

    private void Average(Tensor vectors, Tensor tokens)
    {
        long count = Codes.Size(0);
        var assigned = tokens.OneHot(count).Float(); // [M, V]
        double fresh = 1 - _options.Decay;
        Usage.MulInPlace(_options.Decay).AddInPlace(assigned.Sum([0]), fresh);
        Sums.MulInPlace(_options.Decay).AddInPlace(assigned.T.MatMul(vectors), fresh);
        var total = Usage.Sum();
        var smoothed = (Usage + _options.Epsilon) / (total + (count * _options.Epsilon)) * total; // [V]
        Codes.CopyFrom(Sums / smoothed.Unsqueeze(1));
    }

    /// <summary>Puts vectors of the batch in the place of dead codes, as if each had stood for one vector a batch so far.</summary>
    private void Revive(Tensor vectors)
    {
        var dead = Usage.Le(_options.ReviveBelow).NonZero().Squeeze(1); // [D]
        long count = Math.Min(dead.Size(0), vectors.Size(0));
        if (count == 0)
            return;
        // The default generator of the device is part of a checkpoint, so that a run which goes on draws the same.
        var (_, order) = Tensor.Rand([vectors.Size(0)], device: vectors.Device).Sort();
        var (codes, chosen) = (dead.Narrow(0, 0, count), vectors.IndexSelect(0, order.Narrow(0, 0, count)));
        Codes.IndexCopyInPlace(0, codes, chosen);
        Sums.IndexCopyInPlace(0, codes, chosen);
        Usage.IndexCopyInPlace(0, codes, Tensor.Ones([count], device: Usage.Device));
    }
}
