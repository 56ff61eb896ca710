namespace Reverie.Torch;

/// <summary>Ownership of a tensor that is in no scope: lives and dies with the managed <see cref="Tensor"/>.</summary>
/// <remarks>
/// It knows its tensor, so that a finalizer of the user's, which may run after this one and still reach the tensor, finds it disposed.
/// </remarks>
internal sealed class Orphan(Tensor owner, nint handle)
{
    private nint _handle = handle;

    ~Orphan()
    {
        nint left = Interlocked.Exchange(ref _handle, 0);
        if (left == 0)
            return;
        Owner.Lose();
        OrphanQueue.Add(left);
    }

    /// <summary>The tensor whose handle this is.</summary>
    internal Tensor Owner { get; set; } = owner;

    /// <summary>Somebody else owns the handle from now on; false where it was taken before.</summary>
    internal bool TryTake()
    {
        GC.SuppressFinalize(this);
        return Interlocked.Exchange(ref _handle, 0) != 0;
    }
}
