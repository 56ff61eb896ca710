namespace Reverie.Environments;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>The known name that takes the fewest edits to get to, or null when none is near enough to be a typing mistake.</summary>
    public static string? Find(string name, IEnumerable<string> known) =>
        known.MinBy(candidate => Distance(name, candidate)) is { } nearest && Distance(name, nearest) <= Math.Max(2, name.Length / 3) ? nearest : null;

    /// <summary>How many letters must be inserted, deleted or replaced (Levenshtein distance, case ignored).</summary>
    public static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
