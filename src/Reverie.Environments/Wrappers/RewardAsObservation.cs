using Reverie.Environments.Spaces;

namespace Reverie.Environments.Wrappers;

/// <summary>Adds to what is seen a part <c>reward</c>, [1]: what the last action was paid; 0 at first.</summary>
public sealed class RewardAsObservation<TObservation, TAction> : Wrapper<TObservation, NamedParts, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    private readonly NdArray<float> _reward = new(1);
    private readonly PartAdder<TObservation> _parts;

    /// <param name="inner">The environment.</param>
    public RewardAsObservation(Environment<TObservation, TAction> inner) : base(inner) =>
        _parts = new(inner.ObservationSpace, "reward", _reward, new(float.NegativeInfinity, float.PositiveInfinity, 1));

    public override DictSpace<NamedParts> ObservationSpace => _parts.Space;

    public override NamedParts Reset(ulong? seed = null)
    {
        _reward.Data[0] = 0;
        return _parts.Add(Inner.Reset(seed));
    }

    public override StepResult<NamedParts> Step(TAction action)
    {
        var result = Inner.Step(action);
        _reward.Data[0] = (float)result.Reward;
        return result.With(_parts.Add(result.Observation));
    }
}
