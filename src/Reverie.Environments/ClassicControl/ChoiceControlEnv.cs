using Reverie.Environments.Spaces;

namespace Reverie.Environments.ClassicControl;

/// <summary>A system that is pushed by one of a few forces.</summary>
public abstract class ChoiceControlEnv : ControlEnv<int>, INamesActions
{
    private protected ChoiceControlEnv(int numbers, Box<float> observationSpace, int maxEpisodeSteps, params IReadOnlyList<string> actionNames)
        : base(numbers, observationSpace, maxEpisodeSteps) => (ActionNames, ActionSpace) = (actionNames, new(actionNames.Count));

    public sealed override Discrete ActionSpace { get; }

    public IReadOnlyList<string> ActionNames { get; }

    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public override StepResult<NdArray<float>> Step(int action) => ActionSpace.Contains(action)
        ? base.Step(action)
        : throw new ArgumentOutOfRangeException(nameof(action), $"There is no action {action}: use 0 to {ActionSpace.Count - 1}.");
}
