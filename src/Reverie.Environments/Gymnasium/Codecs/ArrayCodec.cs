using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>Arrays.</summary>
/// <param name="space">Their space.</param>
/// <param name="shape">Their shape.</param>
internal sealed class ArrayCodec<T>(Space<NdArray<T>> space, params ReadOnlySpan<int> shape) : ObservationCodec<NdArray<T>>(space) where T : unmanaged
{
    private readonly NdArray<T>[] _slots = [new(shape), new(shape)];

    public override NdArray<T> Read(ref MessageReader message, int slot)
    {
        message.Fill(_slots[slot].Span);
        return _slots[slot];
    }
}
