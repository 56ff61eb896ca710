using System.Globalization;
using System.Text;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining.Corpora;

/// <summary>
/// The control that any claim for language needs: sequences of a random one-step Markov chain over 100 states. Each state's
/// distribution over the next one is the softmax of 100 standard normal logits, drawn once from the seed. The states are written as
/// numbers, so that the text has words and nothing else in common with language.
/// </summary>
/// <remarks>Wang et al., "Pre-training with Synthetic Data Helps Offline Reinforcement Learning", ICLR 2024 (arXiv 2310.00771).</remarks>
public sealed class MarkovCorpus
{
    /// <summary>States of the chain.</summary>
    public const int States = 100;

    private const int StepsPerDocument = 256;

    private readonly SeededRandom _random;
    private readonly double[] _start;
    private readonly double[][] _cumulative;

    public MarkovCorpus(ulong seed)
    {
        _random = new SeededRandom(seed, "markov corpus");
        _start = [.. Enumerable.Range(1, States).Select(state => (double)state / States)];
        _cumulative = [.. Enumerable.Range(0, States).Select(_ => RandomRow())];
    }

    /// <summary>Entropy of a step under the chain's stationary distribution, in nats: no model can have a lower loss on one.</summary>
    public double EntropyRate()
    {
        double[] share = Enumerable.Repeat(1.0 / States, States).ToArray();
        for (int sweep = 0; sweep < 200; sweep++)
            share = [.. Enumerable.Range(0, States).Select(next => Enumerable.Range(0, States).Sum(state => share[state] * Probability(state, next)))];
        return -Enumerable.Range(0, States)
            .Sum(state => share[state] * Enumerable.Range(0, States).Sum(next => Probability(state, next) * Math.Log(Probability(state, next))));
    }

    /// <summary>The chance that a state follows a state.</summary>
    public double Probability(int state, int next) => _cumulative[state][next] - (next == 0 ? 0 : _cumulative[state][next - 1]);

    /// <summary>Documents without end.</summary>
    public IEnumerable<string> Documents()
    {
        var text = new StringBuilder();
        while (true)
        {
            text.Clear();
            int state = Draw(_start);
            for (int step = 0; step < StepsPerDocument; step++)
            {
                text.Append(' ').Append(state.ToString("D2", CultureInfo.InvariantCulture));
                state = Draw(_cumulative[state]);
            }
            yield return text.ToString();
        }
    }

    private double[] RandomRow()
    {
        double[] weights = Enumerable.Range(0, States).Select(_ => Math.Exp(Normal())).ToArray();
        double total = weights.Sum(), sum = 0;
        return Array.ConvertAll(weights, weight => (sum += weight) / total);
    }

    /// <summary>Box and Muller, 1958.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private int Draw(double[] cumulative)
    {
        int index = Array.BinarySearch(cumulative, _random.NextDouble());
        return Math.Min(index < 0 ? ~index : index + 1, States - 1);
    }
}
