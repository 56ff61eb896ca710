using System.Text.Json;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid.Language;

/// <summary>Every caption that was recorded from the guided-PPO project, character by character.</summary>
public sealed class CaptionGoldenTests
{
    [Fact]
    public void Describe_RecordedViews_SaysTheSameWords() => Assert.All(Rows(), row =>
    {
        var view = View(row);
        string mission = row.GetProperty("mission").GetString()!;
        Assert.Equal(Text(row, "text"), Caption.Describe(view));
        Assert.Equal(Text(row, "prompt"), Caption.Describe(view, mission));
        Assert.Equal(Text(row, "text_you"), Caption.Describe(view, you: true));
        Assert.Equal(Text(row, "text_no_positions"), Caption.Describe(view, positions: false));
    });

    [Fact]
    public void Describe_RecordedActions_SaysTheSameWords() => Assert.All(Rows(), row =>
    {
        var view = View(row);
        Assert.Equal(
            row.GetProperty("captions").EnumerateArray().Select(caption => caption.GetString()),
            Enum.GetValues<GridAction>().Order().Select(action => Caption.Describe(view, action)));
    });

    private static IEnumerable<JsonElement> Rows() =>
        File.ReadLines(Repository.Golden("captions", "captions.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static NdArray<byte> View(JsonElement row)
    {
        var view = new NdArray<byte>(7, 7, 3);
        byte[] symbols = [.. row.GetProperty("obs").EnumerateArray().Select(symbol => symbol.GetByte())];
        symbols.CopyTo(view.Span);
        return view;
    }
}
