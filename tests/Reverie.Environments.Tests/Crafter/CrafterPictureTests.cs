using System.Text.Json.Nodes;
using Reverie.Environments.Crafter;

namespace Reverie.Environments.Tests.Crafter;

/// <summary>The original's pictures, byte for byte, by day, by night and asleep.</summary>
public sealed class CrafterPictureTests
{
    private readonly CrafterPainter _painter = new();
    private readonly byte[] _image = new byte[64 * 64 * 3];
    private int _compared, _unknown;

    public static TheoryData<string> Names => [.. CrafterGolden.Trajectories];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_EveryStepOfARun_IsTheOriginalsPicture(string name)
    {
        var run = CrafterGolden.Read(name);
        var frames = CrafterGolden.Frames(name, run);
        foreach (var (step, game) in CrafterReplay.Play(run))
        {
            Compare(game, step < 0 ? run["reset"]! : run, step, $"{name}, step {step}");
            if (frames.TryGetValue(step, out byte[]? frame))
                Assert.Equal(frame, _image);
        }
        Assert.InRange(_unknown, 0, _compared / 40);
    }

    [Fact]
    public void Draw_EveryStepOfTheScenarios_IsTheOriginalsPicture()
    {
        foreach (var scenario in CrafterGolden.Read("scenarios").AsArray())
        {
            var game = CrafterReplay.Begin(scenario!);
            foreach (var (step, action) in scenario!["steps"]!.AsArray().Zip(scenario["actions"]!.AsArray()))
            {
                game.Step(CrafterReplay.Parse<CrafterAction>(action!.GetValue<string>()));
                Compare(game, step!, -1, $"{scenario["name"]}, {game.Steps}");
            }
        }
        Assert.Equal((371, 7), (_compared, _unknown));
    }

    [Theory]
    [InlineData(18)]
    [InlineData(96)]
    [InlineData(100)]
    public void Draw_OtherSizes_FillsTheSquare(int size)
    {
        var painter = new CrafterPainter(size);
        var game = new CrafterGame(CrafterPainter.WorldPixels(size));
        game.Reset(PythonHash.WorldSeed(0, 1));
        byte[] image = new byte[size * size * 3];
        for (int step = 0; step < 160; step++)
            game.Step(CrafterAction.Noop);
        painter.Draw(game, image);
        int border = size % 9 / 2, middle = 3 * (size * (size / 3) + size / 2);
        Assert.True(image.AsSpan(0, 3 * size * border).IndexOfAnyExcept((byte)0) < 0, "there is something in the border");
        Assert.NotEqual(0, image[middle] + image[middle + 1] + image[middle + 2]);
    }

    [Fact]
    public void New_SizeTooSmall_SaysSo() =>
        Assert.Contains("size cannot be 17", Assert.Throws<ArgumentException>(() => new CrafterPainter(17)).Message, StringComparison.Ordinal);

    /// <summary>Diamonds and ripe plants are drawn by us: no recorded picture shows them.</summary>
    private static bool ShowsOurs(CrafterGame game)
    {
        var self = game.World[CrafterWorld.PlayerSlot];
        for (int x = self.X - 4; x <= self.X + 4; x++)
        {
            for (int y = self.Y - 3; y <= self.Y + 3; y++)
            {
                bool ripe = game.World.KindAt(x, y) == CreatureKind.Plant && game.World[game.World.SlotAt(x, y)].Timer > 300;
                if (ripe || game.World.MaterialAt(x, y) == Material.Diamond)
                    return true;
            }
        }
        return game.Player[Item.Diamond] > 0;
    }

    private void Compare(CrafterGame game, JsonNode expected, int step, string where)
    {
        _painter.Draw(game, _image);
        _compared++;
        if (ShowsOurs(game))
        {
            _unknown++;
            return;
        }
        var crc = step < 0 ? expected["obs_crc"]! : expected["obs_crc"]![step]!;
        Assert.True(crc.GetValue<uint>() == Crc32.Compute(_image), where);
    }
}
