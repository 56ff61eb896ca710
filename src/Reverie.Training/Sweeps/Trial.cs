using System.Globalization;

namespace Reverie.Training.Sweeps;

/// <summary>A setting that is tried.</summary>
/// <param name="Index">From 0, in the order in which they were made.</param>
/// <param name="Settings">Keys and their values, in the order of the search space.</param>
public sealed record Trial(int Index, IReadOnlyList<(string Key, string Value)> Settings)
{
    /// <summary>The name of its folder.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"trial-{Index:D3}");

    /// <summary>The settings as overrides.</summary>
    public IReadOnlyList<string> Overrides { get; } = [.. Settings.Select(setting => $"{setting.Key}={setting.Value}")];
}
