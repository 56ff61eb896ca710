using System.Globalization;

namespace Reverie.Training.Experiments;

/// <summary>How long a run shall be, in the algorithm's own key.</summary>
/// <param name="Key">Such as <c>common.steps</c>.</param>
/// <param name="Value">How many.</param>
public sealed record CellBudget(string Key, long Value)
{
    /// <summary>The override that says so.</summary>
    public string Override => string.Create(CultureInfo.InvariantCulture, $"{Key}={Value}");
}
