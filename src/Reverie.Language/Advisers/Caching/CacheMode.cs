namespace Reverie.Language.Advisers.Caching;

/// <summary>What a cache is for.</summary>
public enum CacheMode
{
    /// <summary>What is known is not asked again.</summary>
    On,

    /// <summary>Nothing is looked up and nothing remembered.</summary>
    Off,

    /// <summary>Nobody else is asked.</summary>
    Only,
}
