namespace Reverie.Torch.Serialization;

/// <summary>The memory that a pickle may take, in bytes, so that a small file cannot unfold into a large one.</summary>
/// <param name="bytes">All that there is.</param>
internal sealed class PickleBudget(long bytes)
{
    /// <summary>An entry of a list, of the stack or of the memo, and a boxed number.</summary>
    public const int Value = 24;

    /// <summary>A list or tuple.</summary>
    public const int Sequence = 96;

    /// <summary>A dict, with what its check needs.</summary>
    public const int Dictionary = 320;

    private long _left = bytes;

    /// <summary>For a file of this size.</summary>
    public static PickleBudget For(long fileLength) => new((64L << 20) + (16 * fileLength));

    public void Take(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
            throw new InvalidDataException("unfolds into far more values than its size allows");
    }
}
