using Reverie.Training.Media;

namespace Reverie.Play.Games;

/// <summary>An open-loop strip: what came, what was dreamt, and the difference, under the same actions, time from left to right.</summary>
/// <param name="Sheet">Three rows of pictures.</param>
/// <param name="Steps">Pictures in a row.</param>
/// <param name="Differences">The share of pixels that differ, step by step.</param>
/// <param name="Rewards">What came, and what was dreamt; the first step has none.</param>
/// <param name="Continues">How likely the dream was to go on.</param>
/// <param name="Parted">The first step at which they part; null where they never do.</param>
public sealed record Strip(
    FrameSheet Sheet, int Steps, IReadOnlyList<double> Differences, IReadOnlyList<(double Real, double Dream)> Rewards, IReadOnlyList<double> Continues,
    int? Parted)
{
    /// <summary>Steps of the longest strip.</summary>
    internal const int Length = 24;

    /// <summary>Goes on to the end of the stored episode, or so far as a strip goes.</summary>
    internal static Strip Of(BothStage both, StoredSource source)
    {
        var (pairs, shares) = (new List<(Panel, Panel, Panel)> { both.Pair }, new List<double> { both.Share });
        var (rewards, continues) = (new List<(double, double)>(), new List<double>());
        double total = 0;
        while (source.HasNext && both.Steps < Length)
        {
            both.Step(null);
            pairs.Add(both.Pair);
            shares.Add(both.Share);
            rewards.Add((both.Return - total, both.Answer!.Value.Reward));
            continues.Add(both.Answer.Value.Continue);
            total = both.Return;
        }
        var first = pairs[0].Item1;
        var sheet = new FrameSheet(pairs.Count, 3, first.Height, first.Width, gap: 2);
        foreach (var (column, (real, dream, difference)) in pairs.Index())
        {
            sheet.Place(column, 0, real.Pixels);
            sheet.Place(column, 1, dream.Pixels);
            sheet.Place(column, 2, difference.Pixels);
        }
        return new(sheet, pairs.Count, shares, rewards, continues, both.Parted);
    }
}
