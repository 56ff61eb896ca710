using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>Makes the agent clumsy: with some probability another action than the chosen one is taken.</summary>
public sealed class StochasticActionWrapper : GridWrapper
{
    private const int RandomActions = 6;

    private readonly Mt19937? _noise;
    private readonly double _probability;
    private readonly int? _replacement;

    /// <param name="inner">The environment, whose own generator decides when to obey.</param>
    /// <param name="prob">How often the chosen action is taken.</param>
    /// <param name="randomAction">What is done instead; null: one of the actions 0..5, drawn from the environment's own generator.</param>
    /// <exception cref="ArgumentException">The probability is not in [0, 1], or there is no such action.</exception>
    public StochasticActionWrapper(Environment<GridObservation<byte>, int> inner, double prob = 0.9, int? randomAction = null) : base(inner)
    {
        if (prob is not (>= 0 and <= 1))
            throw new ArgumentException($"A probability must be in 0..1, not {prob}.");
        if (randomAction is { } action && !inner.ActionSpace.Contains(action))
            throw new ArgumentException($"There is no action {action}: random_action must be in {inner.ActionSpace}.");
        (_probability, _replacement) = (prob, randomAction);
    }

    /// <param name="inner">The environment.</param>
    /// <param name="noise">Decides when to obey, as NumPy's global generator does in the original. The wrapper cannot be saved then.</param>
    /// <param name="prob">How often the chosen action is taken.</param>
    /// <param name="randomAction">What is done instead; null: one of the actions 0..5, drawn from the environment's own generator.</param>
    /// <exception cref="ArgumentException">The probability is not in [0, 1], or there is no such action.</exception>
    public StochasticActionWrapper(Environment<GridObservation<byte>, int> inner, Mt19937 noise, double prob = 0.9, int? randomAction = null)
        : this(inner, prob, randomAction) => _noise = noise;

    public override Saving Saving => _noise is null ? base.Saving : Saving.None;

    public override StepResult<GridObservation<byte>> Step(int action)
    {
        bool obey = (_noise?.NextDouble() ?? Random.NextDouble()) < _probability;
        return Inner.Step(obey ? action : _replacement ?? Random.Integers(0, RandomActions));
    }
}
