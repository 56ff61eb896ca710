using System.Security.Cryptography;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>
/// The latest steps of one environment, in a ring; memory is taken as it fills. Old steps are overwritten, and no sequence is drawn across
/// the place where that happens.
/// </summary>
public sealed class ReplayRing : IDisposable
{
    private const int MostChunkBytes = 1 << 22;
    private const int MostChunkRows = 1024;

    private readonly int _rowSize;
    private readonly int _chunkRows;
    private readonly string _name;
    private readonly string? _folder;
    private readonly List<IRowMemory> _chunks = [];

    /// <param name="rowSize">Bytes of a row.</param>
    /// <param name="capacity">Rows that are kept.</param>
    /// <param name="name">As in names of files, such as <c>env0</c>.</param>
    /// <param name="folder">Where the rows lie in files; null: in memory.</param>
    public ReplayRing(int rowSize, long capacity, string name = "env0", string? folder = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (_rowSize, Capacity, _name, _folder) = (rowSize, capacity, name, folder);
        _chunkRows = (int)Math.Min(capacity, Math.Clamp(MostChunkBytes / rowSize, 1, MostChunkRows));
    }

    /// <summary>Rows that are kept.</summary>
    public long Capacity { get; }

    /// <summary>Rows that were ever added.</summary>
    public long Added { get; private set; }

    /// <summary>Rows that are there.</summary>
    public long Count => Math.Min(Added, Capacity);

    /// <summary>Where the next row goes.</summary>
    public long Position => Added % Capacity;

    /// <summary>Makes room for a row, in the place of the oldest where there is no other, and gives its bytes, to be filled.</summary>
    public Span<byte> Add() => RowAt(Added++ % Capacity);

    /// <summary>The row at a place of the ring.</summary>
    public Span<byte> RowAt(long place)
    {
        int chunk = (int)(place / _chunkRows);
        while (_chunks.Count <= chunk)
            _chunks.Add(NewChunk(_chunks.Count));
        return _chunks[chunk].Bytes.Slice((int)(place % _chunkRows) * _rowSize, _rowSize);
    }

    /// <summary>How many sequences of a length there are.</summary>
    /// <exception cref="InvalidOperationException">There is none yet, or none can ever be.</exception>
    public int Starts(int length)
    {
        if (length > Capacity)
            throw new InvalidOperationException($"A sequence of {length} steps does not fit into a replay of {Capacity}.");
        return Count >= length ? (int)(Count - length + 1)
            : throw new InvalidOperationException($"A sequence of {length} steps cannot be drawn from the {Count} that there are so far.");
    }

    /// <summary>Where the sequence of a number begins; numbers follow the ring's places, as in SheepRL, not time.</summary>
    /// <param name="number">Less than <see cref="Starts"/>.</param>
    /// <param name="length">Of the sequence.</param>
    public long First(int number, int length)
    {
        // Behind the place of the next row lie the oldest ones; before it, the newest, as far as a whole sequence fits.
        long before = Added > Capacity ? Math.Max(0, Position - length + 1) : 0, oldest = Added > Capacity ? Position : 0;
        return number < before ? number : oldest + number - before;
    }

    /// <summary>The number of the sequence that begins at a place: what leads back to it through <see cref="First"/>.</summary>
    internal int NumberOf(long place, int length)
    {
        if (Added <= Capacity)
            return (int)place;
        long before = Math.Max(0, Position - length + 1);
        return (int)(place < Position ? place : place - Position + before);
    }

    /// <summary>The place behind another one, so many steps later.</summary>
    public long After(long place, int steps) => (place + steps) % Capacity;

    /// <summary>What a checkpoint holds: blocks that have not changed since the last one are not written again.</summary>
    internal IEnumerable<CheckpointFile> Files(string folder)
    {
        for (int chunk = 0; chunk * (long)_chunkRows < Count; chunk++)
        {
            int number = chunk;
            string content = Convert.ToHexString(SHA256.HashData(_chunks[number].Bytes));
            yield return new($"{folder}/{_name}/{number}", stream => stream.Write(_chunks[number].Bytes), content);
        }
    }

    /// <summary>Goes back to what <see cref="Files"/> gave.</summary>
    /// <param name="checkpoint">Which holds them.</param>
    /// <param name="folder">Under that name.</param>
    /// <param name="added">Rows that were ever added.</param>
    internal void Restore(Checkpoint checkpoint, string folder, long added)
    {
        Added = added;
        for (int chunk = 0; chunk * (long)_chunkRows < Count; chunk++)
        {
            RowAt(chunk * (long)_chunkRows);
            using var stream = checkpoint.Open($"{folder}/{_name}/{chunk}");
            stream.ReadExactly(_chunks[chunk].Bytes);
        }
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks)
            chunk.Dispose();
    }

    private IRowMemory NewChunk(int index)
    {
        long rows = Math.Min(_chunkRows, Capacity - (index * (long)_chunkRows));
        int size = checked((int)(rows * _rowSize));
        return _folder is null ? new HeapMemory(size) : new MappedMemory(Path.Combine(_folder, $"{_name}-{index}.rows"), size);
    }
}
