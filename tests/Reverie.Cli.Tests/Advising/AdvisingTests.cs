using Microsoft.Extensions.AI;
using Reverie.Cli.Advising;
using Reverie.Cli.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.MiniGrid;
using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Caching;
using Reverie.Training.Configuration;

namespace Reverie.Cli.Tests.Advising;

/// <summary>The commands that talk to advisers.</summary>
public sealed class AdvisingTests
{
    [Theory]
    [InlineData("grid-lm", AdviserKind.Local)]
    [InlineData("openai", AdviserKind.Openai)]
    [InlineData("local", AdviserKind.Local)]
    [InlineData("ollama", AdviserKind.Ollama)]
    [InlineData("gguf", AdviserKind.Gguf)]
    public void Load_OfEveryAdviserThatThereIs_GivesItsOptions(string name, AdviserKind kind)
    {
        var options = AdviserConfig.Load([$"adviser={name}", "adviser.model=some/model", "adviser.limits.requests=7"]);
        Assert.Equal((kind, "some/model", 7L), (options.Kind, options.Model, options.Limits.Requests));
    }

    [Fact]
    public void Load_OfNobody_IsTheAdviserThatIsMadeHere() => Assert.Equal("reverie/grid-adviser", AdviserConfig.Load([]).Model);

    [Theory]
    [InlineData("adviser.mdoel=1", "adviser.model")]
    [InlineData("adviser=opnai", "openai")]
    [InlineData("adviser=ollama", "adviser.model")]
    [InlineData("adviser=cached", "adviser.cache.identity")]
    [InlineData("adviser=openai adviser.choice=score", "adviser.kind=local")]
    [InlineData("adviser.choice=list", "endpoint")]
    [InlineData("adviser=openai adviser.endpoint=http://me:secret@host/v1", "password")]
    [InlineData("adviser=openai adviser.endpoint=host", "http://")]
    public void Load_OfAMistake_SaysWhatToDo(string overrides, string hint)
    {
        string message = Assert.Throws<ConfigException>(() => AdviserConfig.Load(overrides.Split(' '))).Message;
        Assert.Contains(hint, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", message.Replace("adviser.endpoint=http://me:secret@host/v1", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_OfALevel_TellsGoalViewAndDeeds()
    {
        using var environment = EnvCommand.Make("MiniGrid-DoorKey-5x5-v0", null);
        var situation = Situation.Begin(environment, 3);
        Assert.StartsWith("My goal is: use the key to open the door and then get to the goal. I ", situation.Text, StringComparison.Ordinal);
        Assert.Equal(["left", "right", "forward", "pickup", "drop", "toggle", "done"], situation.Actions);
        Assert.Equal("turn left.", situation.Captions[0]);
        using var other = EnvCommand.Make("CartPole-v1", null);
        Assert.Contains("grid world", Assert.Throws<ConfigException>(() => Situation.Begin(other, 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TextFromSomebodyElse_HasNoControlCharacters() =>
        Assert.Equal("a[2Jb\nc", Printable.Of("a\e[2J\ab\r\nc\u202e\u0007"));

    [Fact]
    public async Task TalkAsync_LineByLine_KeepsTheConversation()
    {
        using var client = new Echo();
        using var output = new StringWriter();
        int code = await ChatCommand.TalkAsync(client, new(), [], new StringReader("one\nfail\ntwo\n\nthree\n"), output, prompts: false, default);
        Assert.Equal(0, code);
        Assert.Equal(["one", "one|fail", "one|two"], client.Asked);
        Assert.Contains("ONE!", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("No answer: the answer cannot be read (out of order).", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("THREE", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advise_FromAnImportedCache_ShowsWhatTheAnswerIsTakenFor()
    {
        using var folder = new TemporaryFolder();
        using var environment = EnvCommand.Make("MiniGrid-Empty-5x5-v0", null);
        string question = Situation.Begin(environment, 1).Text;
        string cache = folder.In("advice.db");
        string answers = folder.Write("cache.json", System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { [question] = "Turn right" }));
        var imported = await ReverieProcess.RunAsync(folder.Path, "advise", "--import", answers, "--as", "old", "--cache", cache);
        Assert.Equal((0, ""), (imported.ExitCode, imported.Error));
        var listed = await ReverieProcess.RunAsync(folder.Path, "advise", "--list", "--cache", cache);
        Assert.Equal("1\told\n", listed.Output);
        var advised = await ReverieProcess.RunAsync(
            folder.Path, "advise", "MiniGrid-Empty-5x5-v0", "--seed", "1", "adviser=cached", "adviser.cache.identity=old", $"adviser.cache.file={cache}");
        Assert.Equal((0, ""), (advised.ExitCode, advised.Error));
        Assert.Contains("> right", advised.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advise_OfEpisodes_SaysHowOftenTheExpertAgrees()
    {
        using var folder = new TemporaryFolder();
        string[] nobody = ["adviser=cached", "adviser.cache.identity=nobody", $"adviser.cache.file={folder.In("advice.db")}"];
        var measured = await ReverieProcess.RunAsync(folder.Path, ["advise", "MiniGrid-Empty-5x5-v0", "--episodes", "2", "--seed", "0", .. nobody]);
        Assert.Equal((0, ""), (measured.ExitCode, measured.Error));
        Assert.Matches(@"agrees with the expert at 0\.0 % \[0\.0, [0-9.]+\] of [0-9]+ steps in MiniGrid-Empty-5x5-v0 \(0 advised\)", measured.Output);
        var refused = await ReverieProcess.RunAsync(folder.Path, "advise", "MiniGrid-Empty-5x5-v0", "--episodes", "0");
        Assert.Contains("--episodes is a number from 1 to 100000.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_OfAView_ShowsScoresOfAllActions()
    {
        using var folder = new TemporaryFolder();
        using var environment = EnvCommand.Make("MiniGrid-Empty-5x5-v0", null);
        using var arrays = environment.AsArrays();
        var seen = new StepBatch(arrays.Layout, 1);
        arrays.Reset(0, seen.Row(0));
        string file = folder.In("advice.db");
        using (var cache = new AdviceCache(file))
            cache.AddAnswer("old", Situation.Of((MiniGridEnv)environment.Unwrapped, seen).Text, new Answer("turn right"));
        using var advice = new PlayAdvice(environment, AdviserConfig.Load(["adviser=cached", "adviser.cache.identity=old", $"adviser.cache.file={file}"]));
        string[] lines = advice.Tell(seen).Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.StartsWith("> right    ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  left     ", lines[0], StringComparison.Ordinal);
    }

    /// <summary>Answers in capitals, in two parts.</summary>
    private sealed class Echo : IChatClient
    {
        public List<string> Asked { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Asked.Add(string.Join('|', messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text)));
            string last = messages.Last().Text;
            yield return new(ChatRole.Assistant, last.ToUpperInvariant());
            await Task.Yield();
            yield return last != "fail" ? new(ChatRole.Assistant, "!") : throw new FormatException("out of order.");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
