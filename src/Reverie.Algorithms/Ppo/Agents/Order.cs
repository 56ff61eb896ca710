using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Random orders.</summary>
internal static class Order
{
    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    internal static long[] Shuffle(long[] order, SeededRandom random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int k = random.NextInt(i + 1);
            (order[i], order[k]) = (order[k], order[i]);
        }
        return order;
    }
}
