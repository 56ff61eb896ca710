using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Reverie.Algorithms.Iris.Evaluation;
using Reverie.Algorithms.Iris.Options;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Evaluation;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Cli.Training;

/// <summary><c>reverie eval</c>: return and success with 95 % intervals, and a video.</summary>
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
        var command =
            new Command("eval", "Plays episodes with a trained agent: return and success with 95 % intervals, and a video.") { episodes, seed, noVideo };
        var arguments = new RunArguments(command, "a.b.c=value, such as collection.test.config.temperature=1.");
        command.SetAction(result => Friendly.Run(() =>
        {
            var (run, overrides) = arguments.Open(result);
            var options = ConfigLoader.LoadFile<TrainerOptions>(run.ConfigFile, overrides).Options;
            Evaluate(run, options, result.GetValue(episodes), result.GetValue(seed), !result.GetValue(noVideo), Reporters.Create());
            return 0;
        }));
        return command;
    }

    /// <summary>Evaluates a run's newest checkpoint, and writes what came out to its logs and media.</summary>
    /// <returns>False when it was stopped before all episodes had been played.</returns>
    internal static bool Evaluate(
        RunFolder run, TrainerOptions options, int episodes, int seed, bool video, IProgressReporter reporter, GracefulStop? stop = null)
    {
        var newest = run.OpenCheckpoints(options.Checkpoint.KeepLast).LoadNewest();
        if (newest.Skipped is { } skipped)
            reporter.Message(skipped);
        var checkpoint = newest.Checkpoint
            ?? throw new CheckpointException($"There is no good checkpoint in '{run.Checkpoints}' to evaluate; train first, or resume the run.");
        using var evaluator = new IrisEvaluator(options, checkpoint, seed);
        IReadOnlyList<EpisodeMetrics> played;
        using (var progress = new ProgressPhase(reporter, TimeProvider.System, "evaluate", "episodes", episodes))
            played = evaluator.Play(episodes, progress, stop);
        if (played.Count < episodes)
            return false;
        var success = Statistics.Proportion(played.Count(episode => episode.Return > 0), played.Count);
        var mean = Statistics.Mean([.. played.Select(episode => episode.Return)], new SeededRandom((ulong)seed, "bootstrap"));
        reporter.Message(string.Create(
            CultureInfo.InvariantCulture,
            $"After epoch {checkpoint.Step}, over {episodes} episodes of {options.Env.Test.Id}: success {success.Estimate:P1} [{success.Low:P1}, " +
            $"{success.High:P1}], return {mean.Estimate:F3} [{mean.Low:F3}, {mean.High:F3}], {played.Average(episode => episode.Length):F1} steps " +
                    $"(95 % intervals)"));
        File.WriteAllText(
            Path.Combine(run.Logs, $"eval_epoch_{checkpoint.Step:D4}_seed_{seed}.json"),
            JsonSerializer.Serialize(new
            {
                epoch = checkpoint.Step,
                seed,
                environment = options.Env.Test.Id,
                episodes,
                success,
                @return = mean,
                returns = played.Select(e => e.Return),
                lengths = played.Select(e => e.Length)
            }));
        if (video)
            Film(run, evaluator, checkpoint.Step, seed, reporter);
        return true;
    }

    private static void Film(RunFolder run, IrisEvaluator evaluator, long epoch, int seed, IProgressReporter reporter)
    {
        string path = Path.Combine(run.MediaEpisodes, $"eval_epoch_{epoch:D4}_seed_{seed}.mp4");
        try
        {
            evaluator.Film(path, FilmedEpisodes);
            reporter.Message($"Video: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        }
        catch (IOException e)
        {
            reporter.Message(e.Message);
        }
    }
}
