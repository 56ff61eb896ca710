using Reverie.Play.Games;
using Reverie.Play.Terminal;

namespace Reverie.Play.Tests.Terminal;

/// <summary>The player without a browser.</summary>
public sealed class TerminalPlayerTests(TrainedRuns runs)
{
    [Fact]
    public void Run_Keys_ActAndAreDrawn()
    {
        var setup = runs.Setup(runs.PpoRun);
        var output = new StringWriter();
        using (var loop = new GameLoop(() => new Game(setup, new()), 15, TimeProvider.System))
        {
            var keys = new Queue<ConsoleKeyInfo?>([Key('m'), Key('\r', ConsoleKey.Enter), Key('\0', ConsoleKey.LeftArrow), null]);
            new TerminalPlayer(loop, setup, output).Run(() =>
            {
                // Each key is answered before the next.
                using var answered = new ManualResetEventSlim();
                loop.Post(_ =>
                {
                    answered.Set();
                    return true;
                });
                Assert.True(answered.Wait(TimeSpan.FromSeconds(60)));
                return keys.Dequeue();
            });
        }
        string text = output.ToString();
        Assert.Contains("▀", text);
        Assert.Contains("the agent acts", text);
        Assert.Contains("you act", text);
        Assert.Contains("mission: get to the green goal square", text);
        Assert.Matches(@"step 1   return 0   reward 0   did left", text);
    }

    [Theory]
    [InlineData('a', ConsoleKey.A, false, "a")]
    [InlineData(' ', ConsoleKey.Spacebar, false, "Space")]
    [InlineData('\0', ConsoleKey.UpArrow, true, "Shift+ArrowUp")]
    [InlineData('.', ConsoleKey.OemPeriod, false, ".")]
    public void NameOf_Key_IsWhatBrowsersCallIt(char letter, ConsoleKey key, bool shift, string name) =>
        Assert.Equal(name, TerminalPlayer.NameOf(new(letter, key, shift, alt: false, control: false)));

    private static ConsoleKeyInfo Key(char letter, ConsoleKey key = default) => new(letter, key, shift: false, alt: false, control: false);
}
