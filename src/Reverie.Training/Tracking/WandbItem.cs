namespace Reverie.Training.Tracking;

/// <summary>A name with a value, as W&amp;B's records hold them.</summary>
/// <param name="Path">One name, or the names on the way into a dictionary.</param>
/// <param name="Json">The value as JSON; <c>NaN</c> and infinities are allowed.</param>
/// <param name="IsNested">Whether the name is written as a path even if it is a single one, as history does.</param>
internal sealed record WandbItem(IReadOnlyList<string> Path, string Json, bool IsNested = false)
{
    internal static WandbItem Of(string key, string json) => new([key], json);

    internal static WandbItem Nested(string key, string json) => new([key], json, IsNested: true);
}
