using Reverie.Environments.Spaces;

namespace Reverie.Environments.ClassicControl;

/// <summary>A system that is pushed by a force of any strength, [1].</summary>
public abstract class ForceControlEnv : ControlEnv<NdArray<float>>
{
    private protected ForceControlEnv(int numbers, Box<float> observationSpace, int maxEpisodeSteps, float strongest)
        : base(numbers, observationSpace, maxEpisodeSteps) => ActionSpace = new(-strongest, strongest, 1);

    /// <summary>Forces beyond the bounds are allowed and act as the bound does.</summary>
    public sealed override Box<float> ActionSpace { get; }

    /// <summary>
    /// Whose arithmetic is followed where NumPy's versions differ: 2 rounds what meets a number of single precision to single precision,
    /// 1 goes on in double.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither 1 nor 2.</exception>
    public int Numpy
    {
        get;
        init => field = value is 1 or 2 ? value : throw new ArgumentException($"NumPy's versions here are 1 and 2, not {value}.");
    } = 2;

    /// <exception cref="ArgumentOutOfRangeException">The action is not one finite number.</exception>
    public override StepResult<NdArray<float>> Step(NdArray<float> action) => action.Data is [float force] && float.IsFinite(force)
        ? base.Step(action)
        : throw new ArgumentOutOfRangeException(nameof(action), $"An action is one finite number, not [{string.Join(", ", action.Data)}].");

    private protected sealed override (double Reward, bool Terminated) Advance(NdArray<float> action) => Push(action.Data[0]);

    /// <summary>The laws of the system: goes one step on.</summary>
    private protected abstract (double Reward, bool Terminated) Push(float force);
}
