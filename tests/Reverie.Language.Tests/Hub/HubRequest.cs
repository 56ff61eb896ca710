namespace Reverie.Language.Tests.Hub;

/// <summary>A request as the test server received it.</summary>
internal sealed record HubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>First byte of the range asked for; 0 where the whole was asked for.</summary>
    public int From => Headers.TryGetValue("Range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), null) : 0;
}
