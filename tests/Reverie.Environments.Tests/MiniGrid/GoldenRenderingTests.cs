using System.Text.Json.Nodes;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid;

/// <summary>Tiles and frames of the original, byte for byte.</summary>
public sealed class GoldenRenderingTests
{
    [Fact]
    public void Tile_EveryGoldenTile_HasTheSamePixels()
    {
        foreach (var golden in Golden.Lines("tiles.jsonl.gz").Select(line => JsonNode.Parse(line)!))
        {
            var cell = golden["encode"] is JsonArray code
                ? new((ObjectType)code[0]!.GetValue<int>(), (ObjectColor)code[1]!.GetValue<int>(), code[2]!.GetValue<byte>())
                : Cell.Empty;
            Direction? agent = golden["agent_dir"] is { } direction ? (Direction)direction.GetValue<int>() : null;
            var tile = TileAtlas.OfSize(golden["tile_size"]!.GetValue<int>()).Tile(cell, agent, golden["highlight"]!.GetValue<bool>());
            Assert.True(golden["crc"]!.GetValue<uint>() == Crc32.Compute(tile),
                $"the tile {golden["encode"]?.ToJsonString()} {agent} {golden["tile_size"]} differs");
        }
    }

    [Fact]
    public void Render_GoldenFrames_AreTheSame()
    {
        foreach (var golden in Golden.Lines("render.jsonl.gz").Select(line => JsonNode.Parse(line)!))
        {
            string id = golden["id"]!.GetValue<string>();
            if (!Worlds.Registry.Specs.Any(spec => spec.Id == id))
                continue;
            var environment = Worlds.Grid(id);
            foreach (var frame in golden["frames"]!.AsArray())
            {
                if (frame!["action"] is not { } action)
                    environment.Reset(golden["seed"]!.GetValue<ulong>());
                else if (environment.Step(action.GetValue<int>()).Done)
                    environment.Reset();
                Check(frame, "frame32_highlight", environment.RenderFrame(32));
                Check(frame, "frame32_plain", environment.RenderFrame(32, highlight: false));
                Check(frame, "pov32", environment.RenderFrame(32, agentPov: true));
                Check(frame, "RGBImgObsWrapper_8", Draw(environment.Height * 8, environment.Width * 8, image => environment.RenderWorld(image, 8)));
                Check(frame, "RGBImgPartialObsWrapper_8", Draw(56, 56, image => environment.RenderView(image, 8)));
            }

            void Check(JsonNode frame, string name, NdArray<byte> image)
            {
                Assert.Equal(frame[name]![0]!.AsArray().Select(n => n!.GetValue<int>()), image.Shape.ToArray());
                Assert.True(frame[name]![1]!.GetValue<uint>() == Crc32.Compute(image.Span), $"{id}: {name} differs");
            }
        }
    }

    private static NdArray<byte> Draw(int height, int width, Action<Span<byte>> draw)
    {
        var image = new NdArray<byte>(height, width, 3);
        draw(image.Span);
        return image;
    }
}
