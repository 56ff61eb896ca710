namespace Reverie.Language.Advisers;

/// <summary>Why there is no answer.</summary>
public enum AnswerFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The key is wrong or missing, or may not do this (401, 403): nobody is asked again.</summary>
    Refused,

    /// <summary>The endpoint does not take the question (400, 404, 413, ...).</summary>
    Rejected,

    /// <summary>Too many questions (429).</summary>
    Busy,

    /// <summary>The endpoint failed (500 and above).</summary>
    Server,

    /// <summary>What came was cut off or could not be read.</summary>
    Broken,

    /// <summary>Nothing came for too long.</summary>
    Silent,

    /// <summary>Nobody was there.</summary>
    Unreachable,

    /// <summary>Too much has failed of late, so that nobody is asked for a while.</summary>
    Paused,

    /// <summary>The budget is spent.</summary>
    Budget,

    /// <summary>Only the cache may be asked, and it does not know.</summary>
    NotCached,
}
