namespace Reverie.Play.Lab;

/// <summary>One name for what algorithms call differently, so that their curves can stand in one figure.</summary>
internal static class CommonNames
{
    // The best witness first: tests before training.
    private static readonly (string Name, string[] Means)[] All =
    [
        ("success", ["test_dataset/success", "test/success", "evaluation/success"]),
        ("return", ["test_dataset/return", "test/return", "evaluation/return", "Rewards/rew_avg", "train_dataset/return", "train/return"]),
        ("environment steps", ["train_dataset/steps", "step"]),
    ];

    /// <summary>What says most about how well an agent does.</summary>
    internal static IEnumerable<string> Telling => All[0].Means.Concat(All[1].Means);

    /// <summary>The common names that a run's own ones stand for.</summary>
    internal static IEnumerable<string> Of(IEnumerable<string> names) => All.Where(common => common.Means.Intersect(names).Any()).Select(common => common.Name);

    /// <summary>A number by its own or its common name.</summary>
    internal static bool TryGet(IReadOnlyDictionary<string, double> row, string name, out double value)
    {
        if (row.TryGetValue(name, out value))
            return true;
        string? own = All.FirstOrDefault(common => common.Name == name).Means?.FirstOrDefault(row.ContainsKey);
        return own is not null && row.TryGetValue(own, out value);
    }
}
