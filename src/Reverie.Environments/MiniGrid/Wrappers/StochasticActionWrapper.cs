using Reverie.Environments.Seeding;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Makes the agent clumsy: with some probability another action than the chosen one is taken.</summary>
public sealed class StochasticActionWrapper : GridWrapper
{
    private const int RandomActions = 6;

    private readonly Mt19937 _noise;
    private readonly double _probability;
    private readonly int? _replacement;

    /// <param name="inner">The environment.</param>
    /// <param name="noise">Decides when to obey; the original uses NumPy's global generator here.</param>
    /// <param name="probability">How often the chosen action is taken.</param>
    /// <param name="replacement">What is done instead; null: one of the actions 0..5, drawn from the environment's own generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public StochasticActionWrapper(Environment<GridObservation<byte>, int> inner, Mt19937 noise, double probability = 0.9, int? replacement = null)
        : base(inner)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), $"A probability must be in 0..1, not {probability}.");
        (_noise, _probability, _replacement) = (noise, probability, replacement);
    }

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        bool obey = _noise.NextDouble() < _probability;
        return Inner.Step(obey ? action : _replacement ?? Random.Integers(0, RandomActions));
    }
}
