using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>
/// The light of the hour over a picture: evenings are blue and pale, nights have noise around the player, and a sleeper sees greys. The
/// arithmetic, each rounding included, is that of the original with NumPy and Pillow.
/// </summary>
internal sealed class NightLight
{
    private const int TintGreen = 16, TintBlue = 64, SleepBlue = 16;

    // A whole number beside this has its bits at the lower end.
    private const double Whole = 1L << 52;

    private readonly double[] _vignette, _noise;
    private readonly int _pixels;
    private readonly Mt19937 _random = new(0);

    public NightLight(int width, int height)
    {
        _pixels = width * height;
        PaddedLength = (_pixels + 3) / 4 * 4;
        (_vignette, _noise) = (new double[PaddedLength], new double[PaddedLength]);
        for (int i = 0; i < _pixels; i++)
        {
            double x = Between(i / height, width), y = Between(i % height, height);
            _vignette[i] = 1 - Math.Exp(-(x * x + y * y) / (2 * 0.5 * 0.5));
        }
    }

    /// <summary>How many pixels a picture must have room for.</summary>
    public int PaddedLength { get; }

    /// <summary>Lights pixels 0xBBGGRR where there is light enough to see them without noise.</summary>
    public static void ShineBright(ReadOnlySpan<uint> pixels, Span<uint> into, CrafterGame game)
    {
        double light = game.World.Daylight;
        for (int i = 0; i < into.Length; i++)
            into[i] = Lit(pixels[i], light, game.Player.Sleeping);
    }

    /// <summary>Lights a picture [width][height] of pixels 0xBBGGRR in the dark.</summary>
    public void ShineDark(Span<uint> pixels, CrafterGame game)
    {
        _random.CopyFrom(game.PictureRandom);
        _random.Fill(_noise.AsSpan(0, _pixels), 32, 127);
        double light = game.World.Daylight;
        Vector256<double> day = Vector256.Create(light), night = Vector256.Create(1 - light), amount = Vector256.Create(2 * (0.5 - light));
        for (int i = 0; i < PaddedLength; i += 4)
        {
            var four = Vector256.WidenLower(Vector128.Create<uint>(pixels.Slice(i, 4)).ToVector256Unsafe());
            var mask = amount * Vector256.LoadUnsafe(ref _vignette[i]);
            Vector256<double> noise = mask * Vector256.LoadUnsafe(ref _noise[i]), rest = Vector256<double>.One - mask;
            Vector256<double> red = Channel(four), green = Channel(four >>> 8), blue = Channel(four >>> 16);
            Vector256<double> noisyRed = Cut(rest * red + noise), noisyGreen = Cut(rest * green + noise), noisyBlue = Cut(rest * blue + noise);
            var gray = Gray(noisyRed, noisyGreen, noisyBlue);
            red = Cut(day * red + night * (0.5 * Pale(noisyRed, gray)));
            green = Cut(day * green + night * (0.5 * Pale(noisyGreen, gray) + Vector256.Create(0.5 * TintGreen)));
            blue = Cut(day * blue + night * (0.5 * Pale(noisyBlue, gray) + Vector256.Create(0.5 * TintBlue)));
            if (game.Player.Sleeping)
            {
                var half = 0.5 * Gray(red, green, blue);
                (red, green, blue) = (Cut(half), Cut(half), Cut(half + Vector256.Create(0.5 * SleepBlue)));
            }
            var lit = Bits(red) | Bits(green) << 8 | Bits(blue) << 16;
            Vector256.Narrow(lit, lit).GetLower().CopyTo(pixels.Slice(i, 4));
        }
    }

    private static double Between(int index, int count) => index == count - 1 ? 1 : index * (2.0 / (count - 1)) + -1;

    private static Vector256<double> Channel(Vector256<ulong> pixels) =>
        ((pixels & Vector256.Create(255UL)) | Vector256.Create(Whole).AsUInt64()).AsDouble() - Vector256.Create(Whole);

    private static Vector256<ulong> Bits(Vector256<double> channel) => (channel + Vector256.Create(Whole)).AsUInt64() & Vector256.Create(255UL);

    private static Vector256<double> Cut(Vector256<double> numbers) => Vector256.Floor(numbers);

    private static Vector256<double> Gray(Vector256<double> red, Vector256<double> green, Vector256<double> blue) =>
        Cut((red * 19595 + green * 38470 + blue * 7471 + Vector256.Create(32768.0)) * (1.0 / 65536));

    /// <summary>Two fifths of the way from grey to the colour; the small number makes good for what is lost in dividing by 5.</summary>
    private static Vector256<double> Pale(Vector256<double> channel, Vector256<double> gray) =>
        Cut((gray * 3 + channel * 2) * 0.2 + Vector256.Create(1e-6));

    /// <summary>A pixel by day, mixed with what the night makes of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Lit(uint pixel, double light, bool asleep)
    {
        int gray = Gray(pixel);
        double dark = 1 - light;
        uint red = (uint)(light * (pixel & 255) + dark * (0.5 * Pale(pixel & 255, gray)));
        uint green = (uint)(light * (pixel >> 8 & 255) + dark * (0.5 * Pale(pixel >> 8 & 255, gray) + 0.5 * TintGreen));
        uint blue = (uint)(light * (pixel >> 16) + dark * (0.5 * Pale(pixel >> 16, gray) + 0.5 * TintBlue));
        uint lit = red | green << 8 | blue << 16;
        if (!asleep)
            return lit;
        uint half = (uint)(0.5 * Gray(lit));
        return half | half << 8 | (uint)(0.5 * Gray(lit) + 0.5 * SleepBlue) << 16;
    }

    private static int Gray(uint pixel) => (int)(19595 * (pixel & 255) + 38470 * (pixel >> 8 & 255) + 7471 * (pixel >> 16) + 32768) >> 16;

    private static int Pale(uint channel, int gray) => (int)(gray + 0.4f * ((int)channel - gray));
}
