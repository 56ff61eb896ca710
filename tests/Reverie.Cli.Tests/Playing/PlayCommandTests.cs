namespace Reverie.Cli.Tests.Playing;

/// <summary>What is wrong with a command is said before anything is served.</summary>
public sealed class PlayCommandTests
{
    [Theory]
    [InlineData("There is no run under ./runs; name a run folder", "play", "-h")] // the header, not help
    [InlineData("Choose one of -w, -a and -e", "play", "-w", "-a")]
    [InlineData("--fps is a number from 1 to 240.", "play", "-f", "0")]
    [InlineData("There is no folder", "lab", "nowhere")]
    public async Task Run_Mistake_IsOneSentenceAsync(string sentence, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exit, _, error) = await ReverieProcess.RunAsync(folder.Path, arguments);
        Assert.Equal(2, exit);
        Assert.Contains(sentence, error);
        Assert.Single(error.Trim().Split('\n'));
    }
}
