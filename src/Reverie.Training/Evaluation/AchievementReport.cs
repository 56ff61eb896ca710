using System.Globalization;
using Reverie.Training.Data;

namespace Reverie.Training.Evaluation;

/// <summary>How often each of several things was achieved, and the score of Crafter's benchmark (Hafner, 2021) over all of them.</summary>
public sealed class AchievementReport
{
    /// <param name="names">What there is to achieve, at least one thing.</param>
    /// <param name="episodes">At least one.</param>
    public AchievementReport(IReadOnlyList<string> names, IReadOnlyList<EpisodeMetrics> episodes)
    {
        Rates = [.. names.Select((name, i) => new KeyValuePair<string, double>(
            name, (double)episodes.Count(episode => (episode.Achieved >> i & 1) != 0) / episodes.Count))];
        Score = ScoreOf([.. Rates.Select(rate => rate.Value)]);
    }

    /// <summary>The share of episodes in which each was achieved, from 0 to 1.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Rates { get; }

    /// <summary>From 0 to 100.</summary>
    public double Score { get; }

    /// <summary>
    /// The geometric mean of the rates in percent, each with 1 added: exp(mean(ln(1 + rate))) - 1. What is achieved seldom counts as much
    /// as getting better at what is achieved often.
    /// </summary>
    /// <param name="rates">Shares from 0 to 1, at least one.</param>
    public static double ScoreOf(IReadOnlyCollection<double> rates) => Math.Exp(rates.Average(rate => Math.Log(1 + 100 * rate))) - 1;

    /// <summary>One line for people: the score, and what was achieved at all.</summary>
    public override string ToString()
    {
        var reached = Rates.Where(rate => rate.Value > 0).OrderByDescending(rate => rate.Value).ThenBy(rate => rate.Key, StringComparer.Ordinal);
        string list = string.Join(", ", reached.Select(rate => string.Create(CultureInfo.InvariantCulture, $"{rate.Key} {rate.Value:P1}")));
        return string.Create(CultureInfo.InvariantCulture, $"Score {Score:F1} % over {Rates.Count} achievements: {(list.Length == 0 ? "none was reached" : list)}");
    }
}
