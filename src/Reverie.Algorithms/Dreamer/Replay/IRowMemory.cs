namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Bytes for rows.</summary>
internal interface IRowMemory : IDisposable
{
    Span<byte> Bytes { get; }
}
