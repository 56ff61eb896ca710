namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Bytes in the process's own memory.</summary>
internal sealed class HeapMemory(int size) : IRowMemory
{
    private readonly byte[] _bytes = new byte[size];

    public Span<byte> Bytes => _bytes;

    public void Dispose()
    {
    }
}
