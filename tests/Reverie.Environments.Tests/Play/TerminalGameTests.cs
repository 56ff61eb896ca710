using Reverie.Environments.Crafter;
using Reverie.Environments.MiniGrid.Levels;
using Reverie.Environments.Play;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Play;

public sealed class TerminalGameTests
{
    [Fact]
    public void Run_KeysToTheGoal_WinsAndStartsAgain()
    {
        var screen = new StringWriter();
        var keys = new Queue<ConsoleKey>(
            [ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.RightArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.Escape]);
        using var game = new TerminalGame(new EmptyEnv(size: 5), screen, color: false);
        game.Run(seed: 0, () => keys.TryDequeue(out var key) ? key : null);
        Assert.Contains("reward 0.96 - terminated", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Mission: get to the green goal square", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithAnAside_TellsItOfEveryView()
    {
        var screen = new StringWriter();
        var keys = new Queue<ConsoleKey>([ConsoleKey.RightArrow, ConsoleKey.Escape]);
        using var game = new TerminalGame(new EmptyEnv(size: 5), screen, color: false, seen => $"direction {seen["direction"].As<long>()[0]}");
        game.Run(seed: 0, () => keys.TryDequeue(out var key) ? key : null);
        Assert.Contains("direction 0", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("direction 1", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_DoorKey_ShowsEveryThing()
    {
        var environment = Worlds.Grid("MiniGrid-DoorKey-5x5-v0");
        environment.Reset(0);
        string text = GridText.Draw(environment, color: false);
        Assert.All(["KY", "LY", "GG", "WG"], letters => Assert.Contains(letters, text, StringComparison.Ordinal));
        Assert.Contains("\e[38;2;", GridText.Draw(environment, color: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Crafter_ShowsItsWorldAndWhatIsAchieved()
    {
        var screen = new StringWriter();
        var keys = new Queue<ConsoleKey>([ConsoleKey.Spacebar, ConsoleKey.Spacebar, ConsoleKey.P, ConsoleKey.A, ConsoleKey.Q]);
        using (var game = new TerminalGame(new CrafterEnv(), screen, color: false))
            game.Run(seed: 4, () => keys.TryDequeue(out var key) ? key : null);
        string text = screen.ToString();
        Assert.Contains($"....v....{Environment.NewLine}", text, StringComparison.Ordinal);
        Assert.Contains("health 9   food 9   drink 9   energy 9   sapling 1", text, StringComparison.Ordinal);
        Assert.Contains("step 2 of 10000: do, reward 1.00", text, StringComparison.Ordinal);
        Assert.Contains("step 3 of 10000: place_plant, reward 1.00", text, StringComparison.Ordinal);
        Assert.Contains("Achieved: collect_sapling, place_plant", text, StringComparison.Ordinal);
        Assert.DoesNotContain("step 5", text, StringComparison.Ordinal);

        var colored = new StringWriter();
        Play(new CrafterEnv(), colored, color: true);
        Assert.Equal(45 * 23, colored.ToString().Count(character => character == '▀'));
    }

    [Fact]
    public void Run_AnyEnvironmentOfChoices_TakesDigitsForActions()
    {
        var toy = new Toy<NdArray<float>, int>(new Box<float>(1, 1, 2), new Discrete(12));
        var screen = new StringWriter();
        Play(toy, screen, color: false, ConsoleKey.D7, ConsoleKey.NumPad3, ConsoleKey.A, ConsoleKey.C, ConsoleKey.Backspace);
        Assert.Equal(10, toy.Taken);
        Assert.Contains("state: 1 1", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 1: action 7, reward 1.00", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 3: action 10, reward 3.00", screen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("step 4", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("0 to B: act", screen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("▀", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ActionsWithNames_AreCalledByThem()
    {
        var screen = new StringWriter();
        Play(new Helm(), screen, color: false, ConsoleKey.D1);
        Assert.Contains("0: port   1: starboard   Backspace", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 1: starboard, reward 1.00", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ColourScreen_ShowsWhatIsRendered()
    {
        var screen = new StringWriter();
        Play(new Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2)), screen, color: true);
        string row = string.Concat(Enumerable.Repeat("\e[38;2;200;200;200;48;2;200;200;200m▀", 6)) + "\e[0m";
        Assert.Equal(3, screen.ToString().Split(row).Length);
    }

    [Fact]
    public void Create_ActionsThatKeysCannotChoose_AreRefused()
    {
        using var toy = new Toy<NdArray<float>, NdArray<float>>(new Box<float>(0, 1, 2), new Box<float>(0, 1, 2));
        Assert.Equal(
            "Keys can play where an action is one choice; here it is 2 real numbers.",
            Assert.Throws<NotSupportedException>(() => new TerminalGame(toy, TextWriter.Null, color: false)).Message);
    }

    private sealed class Helm() : Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2)), INamesActions
    {
        public IReadOnlyList<string> ActionNames => ["port", "starboard"];
    }

    private static void Play(IEnvironment environment, TextWriter screen, bool color, params ConsoleKey[] keys)
    {
        var waiting = new Queue<ConsoleKey>(keys);
        using var game = new TerminalGame(environment, screen, color);
        game.Run(seed: 0, () => waiting.TryDequeue(out var key) ? key : null);
    }
}
