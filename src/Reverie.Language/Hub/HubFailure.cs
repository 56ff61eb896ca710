namespace Reverie.Language.Hub;

/// <summary>Why the hub could not give a file.</summary>
public enum HubFailure
{
    /// <summary>The network is switched off by <c>HF_HUB_OFFLINE</c> and the cache lacks the file.</summary>
    Offline,

    /// <summary>No connection, a time-out, or a transfer that kept breaking off.</summary>
    Unreachable,

    /// <summary>The server kept answering with an error of its own, or with something that is not the hub's protocol.</summary>
    Server,

    /// <summary>There is no such model, or it is private and the token does not open it.</summary>
    ModelNotFound,

    /// <summary>The model's licence has to be accepted first.</summary>
    Gated,

    /// <summary>The model has no such branch, tag or commit.</summary>
    RevisionNotFound,

    /// <summary>The revision has no such file.</summary>
    FileNotFound,

    /// <summary>What arrived has another length or hash than announced.</summary>
    Corrupt,

    /// <summary>The disk has no room for the file.</summary>
    DiskFull,
}
