using System.Runtime.InteropServices;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Pretraining;

/// <summary>
/// A stream of tokens, documents one behind the other, cut into sequences of one length. Which sequences a step gets depends only
/// on the seed and the step's number, so a resumed run has nothing to remember.
/// </summary>
public sealed class PackedTokens
{
    private readonly int[] _tokens;
    private readonly ulong _seed;
    private int[] _order = [];
    private int _offset;
    private long _epoch = -1;

    /// <param name="tokens">The stream.</param>
    /// <param name="length">Tokens T that a sequence predicts; it covers T + 1.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <exception cref="InvalidDataException">There is less than one sequence.</exception>
    public PackedTokens(int[] tokens, int length, ulong seed)
    {
        if (tokens.Length <= length)
        {
            throw new InvalidDataException(
                $"The text has {tokens.Length} tokens, less than one sequence of {length} and one more; give more text or lower data.sequence_length.");
        }

        (_tokens, Length, _seed) = (tokens, length, seed);
        Count = (tokens.Length - 1) / length;
    }

    /// <summary>Tokens T of a sequence.</summary>
    public int Length { get; }

    /// <summary>Sequences in one pass over the stream.</summary>
    public int Count { get; }

    /// <summary>All tokens.</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static int[] Read(string path) => MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(path)).ToArray();

    /// <summary>Writes tokens as 32-bit integers.</summary>
    public static void Write(string path, ReadOnlySpan<int> tokens) => File.WriteAllBytes(path, MemoryMarshal.AsBytes(tokens));

    /// <summary>
    /// Copies the sequences that training sees as numbers <paramref name="first"/>, first + 1, ...: pass by pass, each in an
    /// order of its own.
    /// </summary>
    /// <param name="first">Sequences that training has seen before.</param>
    /// <param name="batch">[B, T + 1] numbers to fill.</param>
    public void Fill(long first, Span<int> batch)
    {
        for (int row = 0; batch.Length > 0; row++)
        {
            var (epoch, place) = Math.DivRem(first + row, Count);
            Shuffle(epoch);
            CopySequence(_offset + ((long)_order[place] * Length), batch);
            batch = batch[(Length + 1)..];
        }
    }

    /// <summary>Copies sequences in the order of the stream, as validation sees them.</summary>
    public void FillInOrder(int first, Span<int> batch)
    {
        for (int row = 0; batch.Length > 0; row++)
        {
            CopySequence((long)(first + row) * Length, batch);
            batch = batch[(Length + 1)..];
        }
    }

    private void CopySequence(long start, Span<int> row) => _tokens.AsSpan((int)start, Length + 1).CopyTo(row);

    /// <summary>Each pass cuts at other places, as far as the stream's remainder and one sequence allow, and orders anew.</summary>
    private void Shuffle(long epoch)
    {
        if (_epoch == epoch)
            return;
        var random = new SeededRandom(_seed, $"pass {epoch}");
        int count = Count;
        _order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.NextInt(i + 1);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
        _offset = random.NextInt(_tokens.Length - (count * Length));
        _epoch = epoch;
    }
}
