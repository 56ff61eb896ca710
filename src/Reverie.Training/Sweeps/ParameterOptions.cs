using System.Collections;
using System.Globalization;
using Reverie.Training.Configuration.Tree;
using Reverie.Training.Randomness;

namespace Reverie.Training.Sweeps;

/// <summary>What a key may be: one of several values, or a number of a range.</summary>
public sealed record ParameterOptions
{
    private const int MostPoints = 10_000;
    private const int Digits = 4;

    /// <summary>Values, as they stand behind the key on a command line; choices of a group, too.</summary>
    public IReadOnlyList<object?>? Choice { get; init; }

    /// <summary>A number between two.</summary>
    public IReadOnlyList<double>? Uniform { get; init; }

    /// <summary>A number between two, whose logarithm is equally likely everywhere.</summary>
    public IReadOnlyList<double>? LogUniform { get; init; }

    /// <summary>A whole number between two, both of them included.</summary>
    public IReadOnlyList<long>? Int { get; init; }

    /// <summary>Where all values are tried: how many of a range.</summary>
    public int? Points { get; init; }

    /// <summary>Whether it is a number of a range.</summary>
    public bool IsRange => Choice is null;

    /// <summary>Whether equal distances are equal ratios.</summary>
    public bool IsLogarithmic => LogUniform is not null;

    /// <summary>The values that a grid has.</summary>
    internal IReadOnlyList<string> Values()
    {
        if (Choice is { } choice)
            return [.. choice.Select(Text)];
        if (Int is [var low, var high] && (Points is null || high - low < Points))
            return [.. Enumerable.Range(0, (int)(high - low) + 1).Select(i => Text(low + i))];
        return [.. Enumerable.Range(0, Points!.Value).Select(i => At(i / (double)(Points.Value - 1))).Distinct()];
    }

    /// <summary>A value by chance.</summary>
    internal string Draw(IRandomSource random) => Choice is { } choice ? Text(choice[random.NextInt(choice.Count)])
        : Int is [var low, var high] ? Text(low + (long)(random.NextDouble() * (high - low + 1)))
        : At(random.NextDouble());

    /// <summary>What is wrong with it, as the end of a sentence; null: nothing.</summary>
    /// <param name="needsPoints">Whether all of its values are tried.</param>
    internal string? Mistake(bool needsPoints)
    {
        if (new object?[] { Choice, Uniform, LogUniform, Int }.Count(kind => kind is not null) != 1)
            return "needs one of choice, uniform, log_uniform and int.";
        if (Choice is { } choice)
            return choice.Count == 0 ? "has no choice; give at least one." : Points is not null ? "has choices, and points are of a range; leave them out." : null;
        double[] ends = [.. Uniform ?? LogUniform ?? [.. Int!.Select(end => (double)end)]];
        if (ends is not [var low, var high] || !double.IsFinite(low) || !double.IsFinite(high) || !(low < high))
            return "is a range; give two numbers, the smaller one first.";
        if (LogUniform is not null && low <= 0)
            return "is log_uniform, and its numbers must be above 0.";
        if (Points is < 2 or > MostPoints)
            return $"has points, of which there are 2 to {MostPoints}.";
        bool isCounted = Int is not null && high - low < MostPoints;
        return needsPoints && Points is null && !isCounted ? "is a range, and all values are tried; say how many points of it." : null;
    }

    /// <summary>Where a value lies in a figure; null where it is no number.</summary>
    internal static double? Number(string text) => PythonNumber.ParseReal(text);

    private string At(double share)
    {
        if (LogUniform is [var least, var most])
            return Rounded(Math.Exp(Math.Log(least) + (share * (Math.Log(most) - Math.Log(least)))));
        if (Int is [var first, var last])
            return Text(first + (long)Math.Round(share * (last - first)));
        return Rounded(Uniform![0] + (share * (Uniform[1] - Uniform[0])));
    }

    // Four digits: nobody wants to type more, and what is typed is what was tried.
    private static string Rounded(double value) =>
        PythonText.Of(value == 0 ? 0 : double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => text,
        double real => PythonText.Of(real),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> map => $"{{{string.Join(',', map.Select(pair => $"{pair.Key}:{Text(pair.Value)}"))}}}",
        IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Text))}]",
        _ => value.ToString() ?? "null",
    };
}
