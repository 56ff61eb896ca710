using System.Buffers.Binary;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Gymnasium.Codecs;

/// <summary>One choice.</summary>
internal sealed class ChoiceWriter(Discrete space) : ActionCodec<int>(space)
{
    private readonly int _count = space.Count;

    public override int Length => sizeof(long);

    public override void Write(int action, Span<byte> bytes) => BinaryPrimitives.WriteInt64LittleEndian(
        bytes, (uint)action < (uint)_count ? action : throw new ArgumentOutOfRangeException(null, $"There is no action {action}: use 0 to {_count - 1}."));
}
