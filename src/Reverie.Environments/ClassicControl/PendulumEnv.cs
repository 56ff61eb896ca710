namespace Reverie.Environments.ClassicControl;

/// <summary>
/// A pendulum shall be swung up and held there by a motor of torque within [-2, 2]. The state is its angle, 0 being upright, and angular
/// velocity; what is seen is cosine and sine of the angle, and the velocity. Episodes never end by themselves.
/// </summary>
public sealed class PendulumEnv() : ForceControlEnv(2, Boxes.Symmetric(1, 1, MaxSpeed), maxEpisodeSteps: 200, strongest: MaxTorque)
{
    private const float MaxSpeed = 8, MaxTorque = 2;
    private const double Tau = 0.05;

    /// <summary>Gravity.</summary>
    public double G { get; init; } = 10.0;

    private protected override (int Rows, int Columns) SceneSize => (500, 500);

    private protected override void Begin()
    {
        State[0] = Random.Uniform(-Math.PI, Math.PI);
        State[1] = Random.Uniform(-1, 1);
    }

    private protected override (double Reward, bool Terminated) Push(float force)
    {
        var (angle, w) = (State[0], State[1]);
        float torque = Math.Clamp(force, -MaxTorque, MaxTorque);
        double effort = Numpy == 2 ? 0.001f * MathF.Pow(torque, 2) : 0.001 * Math.Pow(torque, 2);
        double turn = Numpy == 2 ? 3f * torque : 3.0 * torque;
        double tilt = Normalized(angle);
        double cost = Math.Pow(tilt, 2) + 0.1 * Math.Pow(w, 2) + effort;

        State[1] = Math.Clamp(w + (3 * G / 2 * Math.Sin(angle) + turn) * Tau, -MaxSpeed, MaxSpeed);
        State[0] = angle + State[1] * Tau;
        return (-cost, false);
    }

    private protected override void Observe(Span<float> observation) =>
        (observation[0], observation[1], observation[2]) = ((float)Math.Cos(State[0]), (float)Math.Sin(State[0]), (float)State[1]);

    private protected override void Draw(Canvas canvas)
    {
        const float PixelsPerUnit = 500 / 4.4f;
        var (sin, cos) = Math.SinCos(State[0]);
        canvas.Clear(0xffffff);
        canvas.Line(250, 250, 250 - PixelsPerUnit * (float)sin, 250 + PixelsPerUnit * (float)cos, 0.2f * PixelsPerUnit, 0xcc4d4d);
        canvas.Disc(250, 250, 0.05f * PixelsPerUnit, 0x000000);
    }

    /// <summary>The angle between -pi and pi.</summary>
    private static double Normalized(double angle)
    {
        double rest = (angle + Math.PI) % (2 * Math.PI);
        return (rest < 0 ? rest + 2 * Math.PI : rest) - Math.PI;
    }
}
