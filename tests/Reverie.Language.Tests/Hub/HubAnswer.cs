namespace Reverie.Language.Tests.Hub;

/// <summary>An answer of the test server, honest or not.</summary>
internal sealed record HubAnswer(int Status, byte[]? Body = null)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Close the connection after this many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Announce this length instead of the true one.</summary>
    public int? DeclaredLength { get; init; }

    /// <summary>Send nothing more after <see cref="CutAfter"/> bytes, but keep the connection open.</summary>
    public bool Stall { get; init; }
}
