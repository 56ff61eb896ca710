using System.Globalization;
using System.Text;
using Reverie.Environments.Imaging;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Play;

/// <summary>Draws pictures in a terminal that has colours: each character is two pixels, one above the other.</summary>
public static class PictureText
{
    private const int MaxColumns = 80, MaxRows = 48;

    /// <param name="image">Pixels [rows, columns, 3]; large pictures are made smaller.</param>
    /// <exception cref="ArgumentException">The array is no such image.</exception>
    public static string Draw(NdArray<byte> image)
    {
        if (image.Shape is not [> 0 and int rows, > 0 and int columns, 3])
            throw new ArgumentException($"A terminal draws images [rows, columns, 3], not {image}.");
        double scale = Math.Min(1, Math.Min((double)MaxColumns / columns, (double)MaxRows / rows));
        int width = Math.Max(1, (int)(columns * scale)), height = Math.Max(1, (int)(rows * scale));
        byte[] planes = new byte[3 * height * width];
        new AreaResizer(rows, columns, height, width).Resize(image.Span, planes);
        var text = new StringBuilder();
        for (int y = 0; y < height; y += 2)
        {
            for (int x = 0; x < width; x++)
            {
                text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{Color(y, x)}");
                text.Append(y + 1 < height ? $";48;2;{Color(y + 1, x)}m▀" : "m▀");
            }
            text.AppendLine("\e[0m");
        }
        return text.ToString();

        string Color(int y, int x) => string.Create(
            CultureInfo.InvariantCulture, $"{planes[y * width + x]};{planes[(height + y) * width + x]};{planes[(2 * height + y) * width + x]}");
    }
}
