namespace Reverie.Environments.ClassicControl;

/// <summary>
/// The mountain car with a throttle in [-1, 1]: reaching the goal pays 100, driving costs its square. The state is place and velocity.
/// </summary>
public sealed class MountainCarContinuousEnv() : ForceControlEnv(2, MountainCar.Space, maxEpisodeSteps: 999, strongest: 1)
{
    private const double Power = 0.0015, Gravity = 0.0025, Goal = 0.45;

    /// <summary>The state has been rounded to single precision, as it is from the first step on.</summary>
    private bool _single;

    /// <summary>How fast the car must be at the goal.</summary>
    public double GoalVelocity { get; init; }

    private protected override (int Rows, int Columns) SceneSize => (400, 600);

    private protected override void Begin()
    {
        (State[0], State[1]) = (Random.Uniform(-0.6, -0.4), 0);
        _single = false;
    }

    private protected override (double Reward, bool Terminated) Push(float force)
    {
        var (x, v) = Numpy == 2 && _single ? MoveInSingle(force) : MoveInDouble(force);
        bool terminated = Numpy == 2 && _single ? (float)x >= (float)Goal && (float)v >= (float)GoalVelocity : x >= Goal && v >= GoalVelocity;
        (State[0], State[1], _single) = ((float)x, (float)v, true);
        double cost = Math.Pow(force, 2) * 0.1;
        return ((terminated ? 100.0 : 0) - cost, terminated);
    }

    private protected override void Draw(Canvas canvas) => MountainCar.Draw(canvas, State[0], Goal);

    private protected override void SaveMore(BinaryWriter writer) => writer.Write(_single);

    private protected override void RestoreMore(BinaryReader reader) => _single = reader.ReadBoolean();

    private (double Place, double Velocity) MoveInDouble(float force)
    {
        var (x, v) = (State[0], State[1]);
        v += Drive(force, 3 * x);
        v = v > MountainCar.MaxSpeed ? MountainCar.MaxSpeed : v < -MountainCar.MaxSpeed ? -MountainCar.MaxSpeed : v;
        x += v;
        x = x > MountainCar.MaxPlace ? MountainCar.MaxPlace : x < MountainCar.MinPlace ? MountainCar.MinPlace : x;
        return (x, x == MountainCar.MinPlace && v < 0 ? 0 : v);
    }

    private (double Place, double Velocity) MoveInSingle(float force)
    {
        const float MaxSpeed = (float)MountainCar.MaxSpeed, MinPlace = (float)MountainCar.MinPlace, MaxPlace = (float)MountainCar.MaxPlace;
        float x = (float)State[0], v = (float)State[1];
        v += (float)Drive(force, 3f * x);
        v = Math.Clamp(v, -MaxSpeed, MaxSpeed);
        x = Math.Clamp(x + v, MinPlace, MaxPlace);
        return (x, x == MinPlace && v < 0 ? 0 : v);
    }

    /// <summary>What motor and slope do to the velocity. A force within its bounds stays a number of single precision, one beyond does not.</summary>
    private double Drive(float force, double angle)
    {
        double slope = Gravity * Math.Cos(angle);
        return Numpy == 2 && force is >= -1 and <= 1
            ? force * (float)Power - (float)slope
            : Math.Clamp(force, -1f, 1f) * Power - slope;
    }
}
