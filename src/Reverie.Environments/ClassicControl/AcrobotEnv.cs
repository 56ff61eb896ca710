namespace Reverie.Environments.ClassicControl;

/// <summary>
/// Two links hang from a pivot; a motor between them must swing the tip above a line (Sutton, 1996). The state is the first link's angle,
/// 0 being down, the second's against the first, and their velocities; cosines and sines of the angles are seen. Each step costs 1.
/// </summary>
public sealed class AcrobotEnv() : ChoiceControlEnv(
    4, Boxes.Symmetric(1, 1, 1, 1, (float)MaxSpeed1, (float)MaxSpeed2), maxEpisodeSteps: 500, "negative", "zero", "positive")
{
    private const double MaxSpeed1 = 4 * Math.PI, MaxSpeed2 = 9 * Math.PI, Tau = 0.2;

    // Lengths and masses are 1, as are the moments; centres of mass lie halfway.
    private const double Half = 0.5, Gravity = 9.8;

    private protected override (int Rows, int Columns) SceneSize => (500, 500);

    private protected override void Begin()
    {
        foreach (ref double number in State.AsSpan())
            number = (float)Random.Uniform(-0.1, 0.1);
    }

    private protected override (double Reward, bool Terminated) Advance(int action)
    {
        Integrate(action - 1);
        (State[0], State[1]) = (Wrapped(State[0]), Wrapped(State[1]));
        (State[2], State[3]) = (Math.Clamp(State[2], -MaxSpeed1, MaxSpeed1), Math.Clamp(State[3], -MaxSpeed2, MaxSpeed2));
        bool terminated = -Math.Cos(State[0]) - Math.Cos(State[1] + State[0]) > 1.0;
        return (terminated ? 0 : -1, terminated);
    }

    private protected override void Observe(Span<float> observation)
    {
        for (int joint = 0; joint < 2; joint++)
        {
            observation[2 * joint] = (float)Math.Cos(State[joint]);
            observation[2 * joint + 1] = (float)Math.Sin(State[joint]);
            observation[4 + joint] = (float)State[2 + joint];
        }
    }

    /// <summary>The first state is of single precision still, and so are its cosines.</summary>
    private protected override void ObserveFirst(Span<float> observation)
    {
        for (int joint = 0; joint < 2; joint++)
        {
            observation[2 * joint] = MathF.Cos((float)State[joint]);
            observation[2 * joint + 1] = MathF.Sin((float)State[joint]);
            observation[4 + joint] = (float)State[2 + joint];
        }
    }

    private protected override void Draw(Canvas canvas)
    {
        const float PixelsPerUnit = 500 / 4.4f, Width = 0.2f * PixelsPerUnit;
        var (sin1, cos1) = Math.SinCos(State[0]);
        var (sin2, cos2) = Math.SinCos(State[0] + State[1]);
        float x1 = 250 + PixelsPerUnit * (float)sin1, y1 = 250 - PixelsPerUnit * (float)cos1;
        canvas.Clear(0xffffff);
        canvas.Line(0, 250 + PixelsPerUnit, 500, 250 + PixelsPerUnit, 2, 0x303030);
        canvas.Line(250, 250, x1, y1, Width, 0x00cccc);
        canvas.Line(x1, y1, x1 + PixelsPerUnit * (float)sin2, y1 - PixelsPerUnit * (float)cos2, Width, 0x00cccc);
        canvas.Disc(250, 250, Width / 2, 0xcccc00);
        canvas.Disc(x1, y1, Width / 2, 0xcccc00);
    }

    private static double Wrapped(double angle)
    {
        while (angle > Math.PI)
            angle -= 2 * Math.PI;
        while (angle < -Math.PI)
            angle += 2 * Math.PI;
        return angle;
    }

    /// <summary>One step of the classical Runge-Kutta method.</summary>
    private void Integrate(double torque)
    {
        Span<double> at = stackalloc double[4], k1 = stackalloc double[4], k2 = stackalloc double[4], k3 = stackalloc double[4], k4 = stackalloc double[4];
        Slope(State, torque, k1);
        Go(Tau / 2.0, k1, at);
        Slope(at, torque, k2);
        Go(Tau / 2.0, k2, at);
        Slope(at, torque, k3);
        Go(Tau, k3, at);
        Slope(at, torque, k4);
        for (int i = 0; i < 4; i++)
            State[i] += Tau / 6.0 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }

    private void Go(double time, ReadOnlySpan<double> slope, Span<double> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = State[i] + time * slope[i];
    }

    /// <summary>The equations of motion, as in the book of Sutton and Barto.</summary>
    private static void Slope(ReadOnlySpan<double> state, double torque, Span<double> slope)
    {
        var (angle1, angle2, w1, w2) = (state[0], state[1], state[2], state[3]);
        double cos2 = Math.Cos(angle2), sin2 = Math.Sin(angle2);
        double d1 = Half * Half + (1 + Half * Half + 2 * Half * cos2) + 1 + 1;
        double d2 = Half * Half + Half * cos2 + 1;
        double phi2 = Half * Gravity * Math.Cos(angle1 + angle2 - Math.PI / 2.0);
        double phi1 = -Half * (w2 * w2) * sin2 - 2 * Half * w2 * w1 * sin2 + (Half + 1) * Gravity * Math.Cos(angle1 - Math.PI / 2) + phi2;
        double turn2 = (torque + d2 / d1 * phi1 - Half * (w1 * w1) * sin2 - phi2) / (Half * Half + 1 - d2 * d2 / d1);
        double turn1 = -(d2 * turn2 + phi1) / d1;
        (slope[0], slope[1], slope[2], slope[3]) = (w1, w2, turn1, turn2);
    }
}
