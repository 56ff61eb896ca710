using System.Globalization;
using System.Text.Json;
using Reverie.Training.Data;
using Reverie.Training.Randomness;

namespace Reverie.Training.Evaluation;

/// <summary>How a trained agent did, with 95 % intervals.</summary>
public sealed record EvaluationReport
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="environment">Id of the environment that was played.</param>
    /// <param name="step">What the checkpoint's number says: epochs or steps of training.</param>
    /// <param name="seed">Seed of environments and actions, and of the bootstrap.</param>
    /// <param name="episodes">At least one.</param>
    /// <param name="successMeaning">What a success is; null where the environment does not judge.</param>
    /// <param name="achievements">What there is to achieve in an episode, by name; may be none.</param>
    public EvaluationReport(
        string environment, long step, int seed, IReadOnlyList<EpisodeMetrics> episodes, string? successMeaning, IReadOnlyList<string>? achievements = null)
    {
        (Environment, Step, Seed, Episodes, SuccessMeaning) = (environment, step, seed, episodes, successMeaning);
        Return = Statistics.Mean([.. episodes.Select(episode => episode.Return)], new SeededRandom((ulong)seed, "bootstrap"));
        if (successMeaning is not null)
            Success = Statistics.Proportion(episodes.Count(episode => episode.Success == true), episodes.Count);
        if (achievements is { Count: > 0 })
            Achievements = new AchievementReport(achievements, episodes);
    }

    public string Environment { get; }

    /// <summary>Epochs or steps of training behind the checkpoint.</summary>
    public long Step { get; }

    public int Seed { get; }

    public IReadOnlyList<EpisodeMetrics> Episodes { get; }

    /// <summary>What a success is; null where the environment does not judge.</summary>
    public string? SuccessMeaning { get; }

    /// <summary>Share of successful episodes (Wilson); null where the environment does not judge.</summary>
    public Interval? Success { get; }

    /// <summary>Mean return (bootstrap).</summary>
    public Interval Return { get; }

    /// <summary>How often each thing was achieved, and the score over all; null where the environment names none.</summary>
    public AchievementReport? Achievements { get; }

    /// <summary>One line for people.</summary>
    /// <param name="unit">What <see cref="Step"/> counts.</param>
    public string Sentence(string unit)
    {
        string success = Success is { } share
            ? string.Create(CultureInfo.InvariantCulture, $"success {share.Estimate:P1} [{share.Low:P1}, {share.High:P1}], ")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"After {unit} {Step}, over {Episodes.Count} episodes of {Environment}: {success}return {Return.Estimate:F3} [{Return.Low:F3}, {Return.High:F3}], " +
            $"{Episodes.Average(episode => episode.Length):F1} steps (95 % intervals)");
    }

    /// <summary>Writes <c>eval_epoch_STEP_seed_SEED.json</c>.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="unit">What <see cref="Step"/> counts.</param>
    /// <param name="isElsewhere">Whether it is not the run's own test environment; the file then bears its name.</param>
    public void Save(string folder, string unit, bool isElsewhere = false)
    {
        var content = new Dictionary<string, object?>
        {
            [unit] = Step,
            ["seed"] = Seed,
            ["environment"] = Environment,
            ["episodes"] = Episodes.Count,
            ["success"] = Success,
            ["success_meaning"] = SuccessMeaning,
            ["return"] = Return,
            ["returns"] = Episodes.Select(episode => episode.Return),
            ["lengths"] = Episodes.Select(episode => episode.Length),
            ["score"] = Achievements?.Score,
            ["achievements"] = Achievements?.Rates.ToDictionary(rate => rate.Key, rate => rate.Value),
        };
        string where = isElsewhere ? $"_{Environment.Replace('/', '_').Replace(':', '_')}" : "";
        File.WriteAllText(Path.Combine(folder, $"{FileName(unit, Step, Seed)}{where}.json"), JsonSerializer.Serialize(content, Format));
    }

    /// <summary>The name of an evaluation's files, without extension.</summary>
    public static string FileName(string unit, long step, int seed) => $"eval_{unit}_{step:D4}_seed_{seed}";
}
