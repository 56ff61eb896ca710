using System.Buffers.Binary;
using System.Text.Json;
using Reverie.Environments;
using Reverie.Play.Games;
using Reverie.Training.Media;

namespace Reverie.Play.Web;

/// <summary>
/// Binary messages to a page: the length of a JSON header (32 bits, little-endian), the header, then pixels: red, green, blue, row after row,
/// panel after panel; or, of a strip, a PNG.
/// </summary>
internal static class Frames
{
    internal static byte[] Of(GameView view)
    {
        var panels = view.Scene.Panels;
        var header = new
        {
            Type = "view",
            view.Place,
            view.Places,
            view.IsYours,
            view.IsPaused,
            view.IsWaiting,
            view.Recording,
            view.Asks,
            view.Horizon,
            view.Panes,
            view.Message,
            Panels = panels.Select(panel => new { panel.Name, panel.Width, panel.Height }),
            view.Scene.Step,
            view.Scene.Return,
            view.Scene.Reward,
            view.Scene.Continue,
            view.Scene.Did,
            view.Scene.Would,
            view.Scene.Texts,
            view.Scene.End,
            view.Scene.Difference,
            view.Scene.Parted,
            view.Scene.Episode,
            view.Scene.Thought,
            view.WhyNoDream,
            view.Inside,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, Json.Options);
        byte[] message = Begin(json, panels.Sum(panel => panel.Pixels.Length));
        int at = sizeof(int) + json.Length;
        foreach (var panel in panels)
        {
            Interleave(panel, message.AsSpan(at));
            at += panel.Pixels.Length;
        }
        return message;
    }

    internal static byte[] Of(Strip strip)
    {
        var header = new
        {
            Type = "strip",
            strip.Steps,
            strip.Differences,
            strip.Continues,
            strip.Parted,
            Real = strip.Rewards.Select(pair => pair.Real),
            Dreamt = strip.Rewards.Select(pair => pair.Dream),
            strip.Sheet.Width,
            strip.Sheet.Height,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, Json.Options);
        byte[] png = PngFile.Encode(strip.Sheet.Pixels, strip.Sheet.Width, strip.Sheet.Height);
        byte[] message = Begin(json, png.Length);
        png.CopyTo(message, sizeof(int) + json.Length);
        return message;
    }

    private static byte[] Begin(byte[] json, int body)
    {
        byte[] message = new byte[sizeof(int) + json.Length + body];
        BinaryPrimitives.WriteInt32LittleEndian(message, json.Length);
        json.CopyTo(message, sizeof(int));
        return message;
    }

    private static void Interleave(Panel panel, Span<byte> target)
    {
        int area = panel.Height * panel.Width;
        for (int i = 0; i < area; i++)
            (target[3 * i], target[(3 * i) + 1], target[(3 * i) + 2]) = (panel.Pixels[i], panel.Pixels[area + i], panel.Pixels[(2 * area) + i]);
    }
}
