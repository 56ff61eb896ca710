using Reverie.Environments.Arrays;
using Reverie.Training.Randomness;

namespace Reverie.Training.Data;

/// <summary>Actions drawn uniformly from their space.</summary>
public static class RandomActions
{
    /// <summary>One draw for every number of every action, in order.</summary>
    public static void Fill(ActionBatch actions, IRandomSource random)
    {
        var spec = actions.Spec;
        for (int i = 0; i < actions.Integers.Length; i++)
            actions.Integers[i] = random.NextInt(spec.Choices[i % spec.Size]);
        for (int i = 0; i < actions.Numbers.Length; i++)
        {
            // Where a bound is missing there is no uniform law: one unit from the other bound, or [-1, 1].
            double low = spec.Low[i % spec.Size], high = spec.High[i % spec.Size];
            (low, high) = (double.IsFinite(low), double.IsFinite(high)) switch
            {
                (true, true) => (low, high),
                (true, false) => (low, low + 1),
                (false, true) => (high - 1, high),
                _ => (-1, 1),
            };
            actions.Numbers[i] = (float)(low + (random.NextDouble() * (high - low)));
        }
    }
}
