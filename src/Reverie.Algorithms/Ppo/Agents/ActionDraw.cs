using System.Numerics;
using Reverie.Environments.Arrays;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Draws actions from what the actor says, in double precision and without allocating.</summary>
/// <param name="spec">What an action is.</param>
/// <param name="random">Draws.</param>
internal sealed class ActionDraw(ActionSpec spec, SeededRandom random)
{
    private const double HalfLogTwoPi = 0.91893853320467274;

    private readonly double[] _probabilities = new double[spec.IsContinuous ? 0 : spec.Choices.Max()];

    /// <summary>Choices by their logits, one after the other.</summary>
    /// <param name="logits">Of all choices.</param>
    /// <param name="temperature">Divisor of the logits.</param>
    /// <param name="samples">Whether to draw; otherwise the likeliest is taken.</param>
    /// <param name="choices">Receives the choices, [size].</param>
    /// <returns>The logarithm of their probability.</returns>
    internal double Choose(ReadOnlySpan<float> logits, double temperature, bool samples, Span<long> choices)
    {
        double sum = 0;
        for (int i = 0; i < choices.Length; i++)
        {
            var probabilities = _probabilities.AsSpan(0, spec.Choices[i]);
            Softmax(logits[..probabilities.Length], temperature, probabilities);
            logits = logits[probabilities.Length..];
            choices[i] = samples ? Draw(probabilities) : Likeliest(probabilities);
            sum += Math.Log(probabilities[(int)choices[i]]);
        }
        return sum;
    }

    /// <summary>A choice by its probabilities, which add up to 1.</summary>
    internal int Draw(ReadOnlySpan<double> probabilities)
    {
        double left = random.NextDouble();
        for (int i = 0; i < probabilities.Length; i++)
        {
            left -= probabilities[i];
            if (left < 0)
                return i;
        }
        // Rounding has left a little: it belongs to the last that can be at all.
        int last = probabilities.Length - 1;
        while (last > 0 && probabilities[last] <= 0)
            last--;
        return last;
    }

    /// <summary>Real numbers around their means.</summary>
    /// <param name="means">[size]</param>
    /// <param name="logStd">Logarithms of the deviations, [size].</param>
    /// <param name="samples">Whether to draw; otherwise the means are taken.</param>
    /// <param name="numbers">Receives the numbers, [size]; they may lie beyond the action's bounds.</param>
    /// <returns>The logarithm of their density.</returns>
    internal double Choose(ReadOnlySpan<float> means, ReadOnlySpan<float> logStd, bool samples, Span<float> numbers)
    {
        double sum = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            double noise = samples ? Normal() : 0;
            numbers[i] = (float)(means[i] + (Math.Exp(logStd[i]) * noise));
            // Of the number as it is kept, so that learning starts from a ratio of 1.
            double distance = (numbers[i] - means[i]) / Math.Exp(logStd[i]);
            sum -= (0.5 * distance * distance) + logStd[i] + HalfLogTwoPi;
        }
        return sum;
    }

    internal static void Softmax<T>(ReadOnlySpan<T> logits, double temperature, Span<double> probabilities) where T : INumber<T>
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (var logit in logits)
            largest = Math.Max(largest, double.CreateTruncating(logit));
        for (int i = 0; i < logits.Length; i++)
            sum += probabilities[i] = Math.Exp((double.CreateTruncating(logits[i]) - largest) / temperature);
        for (int i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
    }

    private static int Likeliest(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }
        return best;
    }

    /// <summary>Box and Muller.</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
