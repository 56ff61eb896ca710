namespace Reverie.Torch.Serialization;

/// <summary>Names out of files, made fit for a message.</summary>
internal static class QuotedName
{
    private const int MaxLength = 80;

    /// <summary>The name in quotes, cut where it is long and without control characters.</summary>
    public static string Of(string name) =>
        "'" + string.Concat((name.Length > MaxLength ? name[..MaxLength] + "..." : name).Select(c => char.IsControl(c) ? '?' : c)) + "'";
}
