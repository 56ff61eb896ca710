namespace Reverie.Language.Advisers.Caching;

/// <summary>Where answers are remembered.</summary>
public sealed record CacheOptions
{
    /// <summary>The SQLite file; null: <c>advice.db</c> in Reverie's cache, which all runs share.</summary>
    public string? File { get; init; }

    /// <summary><c>on</c>, <c>off</c>, or <c>only</c>: nobody is asked, so that a run on a full cache is repeated exactly and needs no adviser.</summary>
    public CacheMode Mode { get; init; } = CacheMode.On;

    /// <summary>With <c>only</c>: whether a question that the cache does not know is an error; else nobody advises.</summary>
    public bool MissIsError { get; init; }

    /// <summary>
    /// With <c>only</c>: whose answers are read, as `reverie advise --list` names them; null: those of the adviser that is described beside it.
    /// </summary>
    public string? Identity { get; init; }
}
