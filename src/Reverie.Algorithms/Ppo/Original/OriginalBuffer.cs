using Reverie.Algorithms.Ppo.Losses;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>
/// The founding project's buffer: slots for the longest episode, in single precision. An episode fills the first ones; the others stay
/// zeros and are learned from all the same.
/// </summary>
/// <param name="slots">Slots.</param>
public sealed class OriginalBuffer(int slots)
{
    private readonly byte[] _views = new byte[slots * OriginalNetwork.Symbols];
    private readonly long[] _actions = new long[slots];

    internal int Slots => slots;

    /// <summary>[slots]</summary>
    public float[] Rewards { get; } = new float[slots];

    /// <summary>[slots]</summary>
    public float[] Values { get; } = new float[slots];

    /// <summary>[slots]</summary>
    public float[] LogProbabilities { get; } = new float[slots];

    /// <summary>[slots]</summary>
    public float[] Returns { get; } = new float[slots];

    /// <summary>[slots]</summary>
    public float[] Advantages { get; } = new float[slots];

    /// <summary>Empties all slots.</summary>
    public void Clear()
    {
        Array.Clear(_views);
        Array.Clear(_actions);
        foreach (float[] numbers in (float[][])[Rewards, Values, LogProbabilities])
            Array.Clear(numbers);
    }

    /// <summary>Keeps one step.</summary>
    /// <param name="slot">Where.</param>
    /// <param name="view">What was seen, [147].</param>
    /// <param name="action">What was done.</param>
    /// <param name="logProbability">The logarithm of its probability without advice.</param>
    /// <param name="value">What the critic said.</param>
    /// <param name="reward">What it was paid, bonus included.</param>
    public void Keep(int slot, ReadOnlySpan<byte> view, long action, double logProbability, double value, double reward)
    {
        view.CopyTo(_views.AsSpan(slot * OriginalNetwork.Symbols));
        _actions[slot] = action;
        (LogProbabilities[slot], Values[slot], Rewards[slot]) = ((float)logProbability, (float)value, (float)reward);
    }

    /// <summary>Returns over all slots, and advantages.</summary>
    public void Finish(double gamma)
    {
        MonteCarloReturns.Compute(Rewards, (float)gamma, Returns);
        for (int i = 0; i < slots; i++)
            Advantages[i] = Returns[i] - Values[i];
    }

    /// <summary>What the update holds the networks against, all slots.</summary>
    public StepTargets Targets() => new(Doubles(LogProbabilities), Doubles(Values), Doubles(Advantages), Doubles(Returns));

    /// <summary>What the networks say now of some slots.</summary>
    public Func<Tensor, StepEvaluation> Evaluate(OriginalNetwork network)
    {
        var views = Tensor.From(_views, slots, OriginalNetwork.Symbols);
        var actions = Tensor.From(_actions, slots, 1);
        return rows => network.Evaluate(views.IndexSelect(0, rows), actions.IndexSelect(0, rows));
    }

    private static Tensor Doubles(float[] numbers) => Tensor.From(numbers, numbers.Length).To(ScalarType.Float64);
}
