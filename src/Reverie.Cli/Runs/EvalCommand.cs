using System.CommandLine;
using System.Globalization;

namespace Reverie.Cli.Runs;

/// <summary><c>reverie eval</c>: return and success with 95 % intervals, and a video, whatever the algorithm.</summary>
internal static class EvalCommand
{
    private const int FilmedEpisodes = 5;

    internal static Command Create()
    {
        var episodes = new Option<int>("--episodes", "-n") { Description = "Episodes to play.", DefaultValueFactory = _ => 100 };
        episodes.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int count) && count >= 1))
                result.AddError($"'{token.Value}' is no number of episodes; give 1 or more.");
        });
        var seed = new Option<int>("--seed") { Description = "Seed of environments and actions." };
        var noVideo = new Option<bool>("--no-video") { Description = "Write no video." };
        var env = new Option<string?>("--env") { Description = "Play in these environments instead, as a table: ID,ID,... The run's own is not among them unless it is named." };
        var command = new Command("eval", "Plays episodes with a trained agent: return and success with 95 % intervals, and a video.") { episodes, seed, noVideo, env };
        var arguments = new RunArguments(command, "a.b.c=value, such as collection.test.config.temperature=1.");
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            using var stop = TrainCommand.CreateStop();
            var (session, _) = arguments.Open(result);
            if (result.GetValue(env) is { } ids)
                return TransferTable.Print(arguments, result, session, ids, result.GetValue(episodes), result.GetValue(seed), stop);
            var report = session.Evaluate(result.GetValue(episodes), result.GetValue(seed), result.GetValue(noVideo) ? 0 : FilmedEpisodes, stop);
            return report is null ? ErrorReport.Interrupted : 0;
        }));
        return command;
    }
}
