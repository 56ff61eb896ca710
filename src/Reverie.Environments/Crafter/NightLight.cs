using Reverie.Environments.Seeding;

namespace Reverie.Environments.Crafter;

/// <summary>
/// The light of the hour over a picture: evenings are blue and pale, nights have noise around the player, and a sleeper sees greys. The
/// arithmetic, each rounding included, is that of the original with NumPy and Pillow.
/// </summary>
internal sealed class NightLight
{
    private const int TintGreen = 16, TintBlue = 64, SleepBlue = 16;
    private const int CacheBits = 10;

    private readonly int _width, _height;
    private readonly double[] _vignette, _noise;
    private readonly Mt19937 _random = new(0);

    // What colours become, this time: pictures have few of them.
    private readonly ulong[] _cache = new ulong[1 << CacheBits];

    public NightLight(int width, int height)
    {
        (_width, _height) = (width, height);
        (_vignette, _noise) = (new double[width * height], new double[width * height]);
        for (int x = 0; x < width; x++)
        {
            for (int y = 0; y < height; y++)
            {
                double a = Between(x, width), b = Between(y, height);
                _vignette[x * height + y] = 1 - Math.Exp(-(a * a + b * b) / (2 * 0.5 * 0.5));
            }
        }
    }

    /// <summary>Lights a picture [height][width] of pixels 0xBBGGRR.</summary>
    public void Shine(Span<uint> pixels, CrafterGame game)
    {
        double light = game.World.Daylight;
        bool asleep = game.Player.Sleeping;
        if (light < 0.5)
            ShineDark(pixels, light, asleep, game.PictureRandom);
        else
            ShineBright(pixels, light, asleep);
    }

    private static double Between(int index, int count) => index == count - 1 ? 1 : index * (2.0 / (count - 1)) + -1;

    private void ShineBright(Span<uint> pixels, double light, bool asleep)
    {
        _cache.AsSpan().Clear();
        foreach (ref uint pixel in pixels)
        {
            ref ulong known = ref _cache[(pixel * 2654435769) >> (32 - CacheBits)];
            // The colour itself above, so that black is not taken for known.
            ulong key = (ulong)(pixel | 1u << 24) << 32;
            if ((known & 0xffffffff00000000) != key)
                known = key | Lit(pixel, pixel, light, asleep);
            pixel = (uint)known;
        }
    }

    private void ShineDark(Span<uint> pixels, double light, bool asleep, Mt19937 random)
    {
        _random.CopyFrom(random);
        _random.Fill(_noise, 32, 127);
        double amount = 2 * (0.5 - light);
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                ref uint pixel = ref pixels[y * _width + x];
                double mask = amount * _vignette[x * _height + y], noise = mask * _noise[x * _height + y], rest = 1 - mask;
                uint red = (uint)(rest * (pixel & 255) + noise), green = (uint)(rest * (pixel >> 8 & 255) + noise);
                uint blue = (uint)(rest * (pixel >> 16) + noise);
                pixel = Lit(pixel, red | green << 8 | blue << 16, light, asleep);
            }
        }
    }

    /// <summary>A pixel by day, mixed with what the night makes of it.</summary>
    private static uint Lit(uint day, uint night, double light, bool asleep)
    {
        int gray = Gray(night);
        double dark = 1 - light;
        uint red = (uint)(light * (day & 255) + dark * (0.5 * Pale(night & 255, gray)));
        uint green = (uint)(light * (day >> 8 & 255) + dark * (0.5 * Pale(night >> 8 & 255, gray) + 0.5 * TintGreen));
        uint blue = (uint)(light * (day >> 16) + dark * (0.5 * Pale(night >> 16, gray) + 0.5 * TintBlue));
        uint lit = red | green << 8 | blue << 16;
        if (!asleep)
            return lit;
        uint half = (uint)(0.5 * Gray(lit));
        return half | half << 8 | (uint)(0.5 * Gray(lit) + 0.5 * SleepBlue) << 16;
    }

    private static int Gray(uint pixel) => (int)(19595 * (pixel & 255) + 38470 * (pixel >> 8 & 255) + 7471 * (pixel >> 16) + 32768) >> 16;

    private static int Pale(uint channel, int gray) => (int)(gray + 0.4f * ((int)channel - gray));
}
