using System.Text;
using Reverie.Environments.Arrays;
using Reverie.Environments.Crafter;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Play;

/// <summary>Crafter in half blocks, or in letters where there is no colour, with the keys of the original's window and the arrows.</summary>
internal sealed class CrafterScreen(CrafterEnv environment) : Screen
{
    private const int PictureSize = 45;
    private const string Letters = " ~.#_:T!ci*Hn", Things = " @CZS-p", Arrows = "<>^v";

    private static readonly Dictionary<ConsoleKey, CrafterAction> Keys = new()
    {
        [ConsoleKey.Enter] = CrafterAction.Noop,
        [ConsoleKey.LeftArrow] = CrafterAction.MoveLeft,
        [ConsoleKey.A] = CrafterAction.MoveLeft,
        [ConsoleKey.RightArrow] = CrafterAction.MoveRight,
        [ConsoleKey.D] = CrafterAction.MoveRight,
        [ConsoleKey.UpArrow] = CrafterAction.MoveUp,
        [ConsoleKey.W] = CrafterAction.MoveUp,
        [ConsoleKey.DownArrow] = CrafterAction.MoveDown,
        [ConsoleKey.S] = CrafterAction.MoveDown,
        [ConsoleKey.Spacebar] = CrafterAction.Do,
        [ConsoleKey.Tab] = CrafterAction.Sleep,
        [ConsoleKey.R] = CrafterAction.PlaceStone,
        [ConsoleKey.T] = CrafterAction.PlaceTable,
        [ConsoleKey.F] = CrafterAction.PlaceFurnace,
        [ConsoleKey.P] = CrafterAction.PlacePlant,
        [ConsoleKey.D1] = CrafterAction.MakeWoodPickaxe,
        [ConsoleKey.D2] = CrafterAction.MakeStonePickaxe,
        [ConsoleKey.D3] = CrafterAction.MakeIronPickaxe,
        [ConsoleKey.D4] = CrafterAction.MakeWoodSword,
        [ConsoleKey.D5] = CrafterAction.MakeStoneSword,
        [ConsoleKey.D6] = CrafterAction.MakeIronSword,
    };

    private readonly CrafterPainter _painter = new(PictureSize);
    private readonly NdArray<byte> _picture = new(PictureSize, PictureSize, 3);

    public override string Help =>
        "Arrows or W A S D: walk   Space: hit, eat, drink, collect   Tab: sleep   R: stone   T: table   F: furnace   P: plant   "
        + "1 2 3: pickaxe of wood, stone, iron   4 5 6: sword   Enter: wait   Backspace: reset   Escape: quit";

    public override int? MaxSteps => environment.Length;

    public override int? ActionOf(ConsoleKey key) => Keys.TryGetValue(key, out var action) ? (int)action : null;

    public override string NameOf(int action) => environment.ActionNames[action];

    public override void Draw(TextWriter output, StepBatch seen, bool color)
    {
        output.Write(color ? DrawPicture() : DrawLetters());
        var items = Enum.GetValues<Item>().Where(item => environment.Game.Player[item] > 0);
        output.WriteLine(string.Join("   ", items.Select(item => $"{Names.Of(item)} {environment.Game.Player[item]}")));
        var achieved = environment.AchievementNames.Where((_, i) => (environment.Achieved >> i & 1) != 0);
        output.WriteLine($"Achieved: {string.Join(", ", achieved.DefaultIfEmpty("nothing yet"))}");
    }

    private string DrawPicture()
    {
        _painter.Draw(environment.Game, _picture.Span);
        return PictureText.Draw(_picture);
    }

    /// <summary>What is in view: a letter a cell, the player as an arrow.</summary>
    private string DrawLetters()
    {
        var world = environment.Game.World;
        var self = world[CrafterWorld.PlayerSlot];
        var text = new StringBuilder();
        for (int y = self.Y - 3; y <= self.Y + 3; y++)
        {
            for (int x = self.X - 4; x <= self.X + 4; x++)
            {
                var kind = world.KindAt(x, y);
                text.Append(kind switch
                {
                    CreatureKind.None => Letters[(int)world.MaterialAt(x, y)],
                    CreatureKind.Player => Arrows[Direction.Four.IndexOf(environment.Game.Player.Facing)],
                    _ => Things[(int)kind],
                });
            }
            text.AppendLine();
        }
        return text.ToString();
    }
}
