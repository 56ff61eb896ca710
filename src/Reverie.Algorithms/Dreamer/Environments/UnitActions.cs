using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Environments;

/// <summary>Real numbers of an action lie in [-1, 1] and are stretched to the bounds of the environment beneath, where it has any.</summary>
internal sealed class UnitActions : ArrayDecorator
{
    private readonly float[] _numbers;
    private readonly StepLayout _layout;

    /// <param name="inner">The environment beneath; its actions are real numbers.</param>
    public UnitActions(IArrayEnvironment inner) : base(inner)
    {
        int size = inner.Layout.Action.Size;
        _numbers = new float[size];
        _layout = inner.Layout with { Action = ActionSpec.Continuous([.. Enumerable.Repeat(-1f, size)], [.. Enumerable.Repeat(1f, size)]) };
    }

    public override StepLayout Layout => _layout;

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var beneath = Inner.Layout.Action;
        for (int i = 0; i < _numbers.Length; i++)
        {
            float low = beneath.Low[i], high = beneath.High[i];
            _numbers[i] = float.IsFinite(low) && float.IsFinite(high) ? low + ((high - low) * (Math.Clamp(action.Numbers[i], -1, 1) + 1) / 2) : action.Numbers[i];
        }
        return Inner.Step(new ActionRow([], _numbers), observation);
    }
}
