namespace Reverie.Play.Web;

/// <summary>Where the pages are served.</summary>
public sealed record WebOptions
{
    /// <summary>0 takes any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The address; the loopback one lets in nobody of other machines.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>Other names of this machine under which the pages may be asked for.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
