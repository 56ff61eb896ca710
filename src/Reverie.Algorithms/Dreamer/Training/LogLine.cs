using System.Globalization;

namespace Reverie.Algorithms.Dreamer.Training;

/// <summary>One line for people about what was logged.</summary>
internal static class LogLine
{
    private static readonly (string Key, string Label)[] Shown =
    [
        ("Rewards/rew_avg", "return"), ("Game/success_rate", "success"), ("Game/ep_len_avg", "length"), ("Loss/world_model_loss", "world model"),
        ("Loss/policy_loss", "policy"), ("Loss/value_loss", "value"),
    ];

    public static string Of(long step, long total, IReadOnlyDictionary<string, double> values)
    {
        string[] parts = [.. Shown.Where(entry => values.ContainsKey(entry.Key))
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Label} {values[entry.Key]:G4}"))];
        string text = parts.Length > 0 ? string.Join(", ", parts) : "nothing has ended and nothing has been learned since the last line";
        return string.Create(CultureInfo.InvariantCulture, $"step {step} of {total}: {text}");
    }
}
