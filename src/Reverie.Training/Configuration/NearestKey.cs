namespace Reverie.Training.Configuration;

/// <summary>Finds what a mistyped name was probably meant to be.</summary>
public static class NearestKey
{
    /// <summary>The candidate with the smallest edit distance, or null when none is near enough to be a typing mistake.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var best = candidates
            .Select(candidate => (Candidate: candidate, Distance: EditDistance(name, candidate)))
            .DefaultIfEmpty((null!, int.MaxValue))
            .MinBy(pair => pair.Item2);
        return best.Item2 <= Math.Max(2, name.Length / 3) ? best.Item1 : null;
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other, ignoring case.</summary>
    public static int EditDistance(string a, string b)
    {
        // Three rolling rows of the optimal string alignment table.
        int[] beforeLast = new int[b.Length + 1], last = [.. Enumerable.Range(0, b.Length + 1)], row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
