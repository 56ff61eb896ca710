using Reverie.Environments.Arrays;
using Reverie.Training.Media;

namespace Reverie.Play.Games;

/// <summary>Pictures of steps.</summary>
internal static class Pictures
{
    /// <summary>What the agent sees, where that is a picture; symbols are bytes too, but few of them.</summary>
    internal static Panel? Seen(string name, IReadOnlyList<ArrayRows> observations, int row = 0)
    {
        var image = observations.FirstOrDefault(rows => rows.Spec is { IsImage: true, Shape: [3, ..], High: byte.MaxValue });
        return image is null ? null : new(name, image.Spec.Shape[1], image.Spec.Shape[2], image.Row(row).ToArray());
    }

    /// <summary>How far two pictures of one size are apart, pixel by pixel.</summary>
    internal static Panel Difference(Panel a, Panel b)
    {
        byte[] pixels = new byte[a.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Abs(a.Pixels[i] - b.Pixels[i]);
        return new("difference", a.Height, a.Width, pixels);
    }

    /// <summary>The share of pixels that are clearly different in one colour or another.</summary>
    /// <param name="difference">From <see cref="Difference"/>.</param>
    internal static double Share(Panel difference)
    {
        const int Clearly = 24; // of 255: less than a tenth is a shade, not another thing
        int area = difference.Height * difference.Width, count = 0;
        for (int i = 0; i < area; i++)
        {
            int largest = Math.Max(difference.Pixels[i], Math.Max(difference.Pixels[area + i], difference.Pixels[(2 * area) + i]));
            count += largest > Clearly ? 1 : 0;
        }
        return (double)count / area;
    }
}
