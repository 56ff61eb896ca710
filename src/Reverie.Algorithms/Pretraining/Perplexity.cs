using Reverie.Language.Models;
using Reverie.Torch;

namespace Reverie.Algorithms.Pretraining;

/// <summary>Measures a model on text.</summary>
public static class Perplexity
{
    /// <summary>Mean negative log-probability of a token, in nats, over the first sequences of a stream; its exponential is the perplexity.</summary>
    /// <param name="model">The model; dropout is switched off while it is measured.</param>
    /// <param name="tokens">The text.</param>
    /// <param name="sequences">Most sequences to use.</param>
    /// <param name="batchSize">Sequences in one pass.</param>
    public static double MeanLoss(LanguageModel model, PackedTokens tokens, int sequences, int batchSize)
    {
        using var noGrad = new NoGrad();
        int count = Math.Min(sequences, tokens.Count);
        bool training = model.Training;
        model.Eval();
        double sum = 0;
        for (int first = 0; first < count; first += batchSize)
        {
            using var scope = new TensorScope();
            int[] batch = new int[Math.Min(batchSize, count - first) * (tokens.Length + 1)];
            tokens.FillInOrder(first, batch);
            sum += Loss(model, batch, tokens.Length, Reduction.Sum).Item();
        }
        if (training)
            model.Train();
        return sum / ((double)count * tokens.Length);
    }

    /// <summary>Cross entropy of each token given those before it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">[B, T + 1] tokens: each predicts the next.</param>
    /// <param name="length">T.</param>
    /// <param name="reduction">Mean or sum over all B T tokens.</param>
    internal static Tensor Loss(LanguageModel model, int[] batch, int length, Reduction reduction = Reduction.Mean)
    {
        var tokens = Tensor.From(batch, batch.Length / (length + 1), length + 1).Long().To(model.Parameters().First().Device);
        var logits = model.Forward(tokens.Narrow(1, 0, length)).Logits; // [B, T, V]
        return F.CrossEntropy(logits.Float().Reshape(-1, logits.Size(2)), tokens.Narrow(1, 1, length).Reshape(-1), reduction);
    }
}
