using Reverie.Environments.Spaces;

namespace Reverie.Environments.ClassicControl;

/// <summary>What both mountain cars share: the valley, and the picture of it.</summary>
internal static class MountainCar
{
    public const double MinPlace = -1.2, MaxPlace = 0.6, MaxSpeed = 0.07;

    /// <summary>Place and velocity.</summary>
    public static Box<float> Space => Boxes.Between([(float)MinPlace, (float)-MaxSpeed], [(float)MaxPlace, (float)MaxSpeed]);

    public static void Draw(Canvas canvas, double place, double goal)
    {
        const int Pieces = 60;
        const float Step = 600f / Pieces;
        canvas.Clear(0xffffff);
        for (int i = 0; i < Pieces; i++)
            canvas.Line(i * Step, Height(i * Step), (i + 1) * Step, Height((i + 1) * Step), 3, 0x505050);
        float flag = ScreenOf(goal);
        canvas.Line(flag, Height(flag), flag, Height(flag) + 50, 2, 0x303030);
        canvas.Line(flag + 3, Height(flag) + 43, flag + 22, Height(flag) + 43, 12, 0xcccc00);

        float x = ScreenOf(place), slope = MathF.Atan(MathF.Cos(3 * (float)place) * 3 * 0.45f);
        var (sin, cos) = MathF.SinCos(slope);
        float y = Height(x) + 10 / cos;
        canvas.Block(x - 10 * sin, y + 10 * cos, 20, 10, slope, 0x303030);
        canvas.Disc(x + 10 * cos, y + 10 * sin, 8, 0x808080);
        canvas.Disc(x - 10 * cos, y - 10 * sin, 8, 0x808080);
    }

    private static float ScreenOf(double place) => (float)((place - MinPlace) / (MaxPlace - MinPlace) * 600);

    /// <summary>How high the ground is on the screen.</summary>
    private static float Height(float x) => (MathF.Sin(3 * (x / 600 * (float)(MaxPlace - MinPlace) + (float)MinPlace)) * 0.45f + 0.55f) * (600 / 1.8f);
}
