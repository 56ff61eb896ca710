namespace Reverie.Training.Algorithms;

/// <summary>What an agent thinks of one step, for people to look at. What it does not know stays null.</summary>
public sealed record Thought
{
    /// <summary>Of each action, adding up to 1; null where an action is not one choice.</summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>The return that it expects from here on.</summary>
    public double? Value { get; init; }

    /// <summary>The frame as it is read.</summary>
    public TokenGrid? Tokens { get; init; }

    /// <summary>Of the probabilities, in nats; null without them.</summary>
    public double? Entropy => Probabilities?.Sum(p => p > 0 ? -p * Math.Log(p) : 0);

    /// <summary>The probabilities that logits stand for.</summary>
    /// <param name="logits">One for each action.</param>
    public static double[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] probabilities = new double[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        for (int i = 0; i < logits.Length; i++)
            sum += probabilities[i] = Math.Exp(logits[i] - largest);
        for (int i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
        return probabilities;
    }
}
