namespace Reverie.Torch.Distributed;

/// <summary>What a frame between two processes carries.</summary>
internal enum FrameKind : byte
{
    /// <summary>Numbers or bytes.</summary>
    Data = 1,

    /// <summary>Another process is gone: its rank, and a sentence.</summary>
    Lost = 2,

    /// <summary>The sender ends before its time: a sentence that says why.</summary>
    Leaving = 3,

    /// <summary>The sender has nothing more to do.</summary>
    Done = 4,
}
