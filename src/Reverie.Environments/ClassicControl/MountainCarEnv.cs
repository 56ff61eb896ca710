namespace Reverie.Environments.ClassicControl;

/// <summary>
/// A car in a valley must swing itself up to the right hill; its motor is too weak to drive there (Moore, 1990). The state is its place and
/// velocity; each step costs 1.
/// </summary>
public sealed class MountainCarEnv() : ChoiceControlEnv(2, MountainCar.Space, maxEpisodeSteps: 200, "left", "coast", "right")
{
    private const double Force = 0.001, Gravity = 0.0025, Goal = 0.5;

    /// <summary>How fast the car must be at the goal.</summary>
    public double GoalVelocity { get; init; }

    private protected override (int Rows, int Columns) SceneSize => (400, 600);

    private protected override void Begin() => (State[0], State[1]) = (Random.Uniform(-0.6, -0.4), 0);

    private protected override (double Reward, bool Terminated) Advance(int action)
    {
        var (x, v) = (State[0], State[1]);
        v += (action - 1) * Force + Math.Cos(3 * x) * -Gravity;
        v = Math.Clamp(v, -MountainCar.MaxSpeed, MountainCar.MaxSpeed);
        x = Math.Clamp(x + v, MountainCar.MinPlace, MountainCar.MaxPlace);
        if (x == MountainCar.MinPlace && v < 0)
            v = 0;
        (State[0], State[1]) = (x, v);
        return (-1, x >= Goal && v >= GoalVelocity);
    }

    private protected override void Draw(Canvas canvas) => MountainCar.Draw(canvas, State[0], Goal);
}
