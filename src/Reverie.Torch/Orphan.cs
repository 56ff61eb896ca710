namespace Reverie.Torch;

/// <summary>Ownership of a tensor that is in no scope: lives and dies with the managed <see cref="Tensor"/>.</summary>
internal sealed class Orphan(nint handle)
{
    private nint _handle = handle;

    ~Orphan()
    {
        if (_handle != 0)
            OrphanQueue.Add(_handle);
    }

    /// <summary>Somebody else owns the handle from now on.</summary>
    internal void Forget()
    {
        _handle = 0;
        GC.SuppressFinalize(this);
    }
}
