using System.Text;
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

    /// <summary>What the networks say now of some slots. Each different view among them is looked at once, so that padding costs nearly nothing.</summary>
    public Func<Tensor, StepEvaluation> Evaluate(OriginalNetwork network)
    {
        var views = Tensor.From(_views, slots, OriginalNetwork.Symbols);
        var actions = Tensor.From(_actions, slots, 1);
        int[] firsts = FirstsOfTheirView();
        return rows =>
        {
            long[] chosen = rows.ToArray<long>();
            var places = new Dictionary<int, long>();
            var different = new List<long>();
            long[] which = Array.ConvertAll(chosen, slot =>
            {
                int first = firsts[slot];
                if (!places.TryGetValue(first, out long place))
                {
                    places[first] = place = different.Count;
                    different.Add(first);
                }
                return place;
            });
            var seen = views.IndexSelect(0, Tensor.From([.. different], different.Count));
            return network.Evaluate(seen, Tensor.From(which, which.Length), actions.IndexSelect(0, rows));
        };
    }

    /// <summary>For each slot the first one in which the same was seen.</summary>
    private int[] FirstsOfTheirView()
    {
        int[] firsts = new int[slots];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < slots; i++)
        {
            string view = Encoding.Latin1.GetString(_views, i * OriginalNetwork.Symbols, OriginalNetwork.Symbols);
            if (!known.TryGetValue(view, out firsts[i]))
                known[view] = firsts[i] = i;
        }
        return firsts;
    }

    private static Tensor Doubles(float[] numbers) => Tensor.From(numbers, numbers.Length).To(ScalarType.Float64);
}
