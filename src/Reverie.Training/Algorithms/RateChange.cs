using System.Globalization;

namespace Reverie.Training.Algorithms;

/// <summary>Says what becomes of the learning rate where a run goes on with other options.</summary>
public static class RateChange
{
    /// <summary>One line, or null where no option that matters to the rate has changed.</summary>
    /// <param name="done">Steps (or epochs) that have been taken.</param>
    /// <param name="unit">What they are: <c>step</c> or <c>epoch</c>.</param>
    /// <param name="options">The options that matter: key, the value until now, the value from now on.</param>
    /// <param name="last">The rate of the last one that was taken.</param>
    /// <param name="kept">The rate that the next one would have had.</param>
    /// <param name="next">The rate that the next one has.</param>
    public static string? Sentence(
        long done, string unit, IEnumerable<(string Key, IFormattable Before, IFormattable Now)> options, double last, double kept, double next)
    {
        string[] changes = [.. options.Where(option => !option.Before.Equals(option.Now))
            .Select(option => string.Create(CultureInfo.InvariantCulture, $"{option.Key}={option.Now} (until now {option.Before})"))];
        if (changes.Length == 0)
            return null;
        string rate = next == kept
            ? $"goes on as it would have: {Text(last)} in {unit} {done}, {Text(next)} in {unit} {done + 1}"
            : $"was {Text(last)} in {unit} {done} and is {Text(next)} in {unit} {done + 1} instead of {Text(kept)}";
        return $"With {string.Join(", ", changes)} the learning rate {rate}.";
    }

    private static string Text(double rate) => rate.ToString("G4", CultureInfo.InvariantCulture);
}
