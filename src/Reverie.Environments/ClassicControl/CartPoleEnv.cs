namespace Reverie.Environments.ClassicControl;

/// <summary>
/// A pole stands on a cart that is pushed left or right, and shall not fall (Barto, Sutton and Anderson, 1983). The state is the cart's
/// place and velocity, the pole's angle and angular velocity; each step pays 1.
/// </summary>
public sealed class CartPoleEnv() : ChoiceControlEnv(
    4, Boxes.Symmetric((float)(2 * MaxPlace), float.PositiveInfinity, (float)(2 * MaxAngle), float.PositiveInfinity), maxEpisodeSteps: 500, "left", "right")
{
    private const double Gravity = 9.8, PoleMass = 0.1, TotalMass = PoleMass + 1.0, HalfLength = 0.5, MassLength = PoleMass * HalfLength;
    private const double Force = 10.0, Tau = 0.02, MaxPlace = 2.4, MaxAngle = 12 * 2 * Math.PI / 360;

    private bool _fallen;

    /// <summary>Whether a step pays nothing and the fall costs 1, as in the book of Sutton and Barto.</summary>
    public bool SuttonBartoReward { get; init; }

    private protected override (int Rows, int Columns) SceneSize => (400, 600);

    private protected override void Begin()
    {
        _fallen = false;
        foreach (ref double number in State.AsSpan())
            number = Random.Uniform(-0.05, 0.05);
    }

    private protected override (double Reward, bool Terminated) Advance(int action)
    {
        var (x, v, angle, w) = (State[0], State[1], State[2], State[3]);
        double cos = Math.Cos(angle), sin = Math.Sin(angle);
        double push = ((action == 1 ? Force : -Force) + MassLength * (w * w) * sin) / TotalMass;
        double turn = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * (cos * cos) / TotalMass));
        double acceleration = push - MassLength * turn * cos / TotalMass;
        (State[0], State[1], State[2], State[3]) = (x + Tau * v, v + Tau * acceleration, angle + Tau * w, w + Tau * turn);

        bool terminated = Math.Abs(State[0]) > MaxPlace || Math.Abs(State[2]) > MaxAngle;
        // Who goes on behind the end is paid no more.
        double reward = (SuttonBartoReward, terminated) switch
        {
            (true, true) => -1,
            (true, false) => 0,
            _ => _fallen ? 0 : 1,
        };
        _fallen |= terminated;
        return (reward, terminated);
    }

    private protected override void Draw(Canvas canvas)
    {
        const float PixelsPerUnit = 125, Ground = 100;
        float x = 300 + PixelsPerUnit * (float)State[0];
        var (sin, cos) = MathF.SinCos((float)State[2]);
        canvas.Clear(0xffffff);
        canvas.Line(0, Ground, 600, Ground, 2, 0x909090);
        canvas.Block(x, Ground, 25, 15, 0, 0x303030);
        canvas.Line(x, Ground + 8, x + PixelsPerUnit * sin, Ground + 8 + PixelsPerUnit * cos, 10, 0xca9865);
        canvas.Disc(x, Ground + 8, 5, 0x8184cb);
    }

    private protected override void SaveMore(BinaryWriter writer) => writer.Write(_fallen);

    private protected override void RestoreMore(BinaryReader reader) => _fallen = reader.ReadBoolean();
}
