using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reverie.Environments.Seeding;

/// <summary>
/// The Mersenne Twister (M. Matsumoto and T. Nishimura, 1998), seeded and read as NumPy's <c>RandomState</c> and global generator do.
/// </summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
public sealed class Mt19937
{
    private const int Words = 624, Shift = 397;
    private const uint Upper = 0x80000000, Lower = 0x7fffffff, Matrix = 0x9908b0df;

    // A few words more, so that a whole vector can be read at the end.
    private readonly uint[] _state = new uint[Words + 16];
    private int _at;
    private double? _normal;

    public Mt19937(uint seed) => Seed(seed);

    /// <summary>Starts over from a seed; a normal number that was kept is forgotten.</summary>
    public void Seed(uint seed)
    {
        for (int i = 0; i < Words; i++)
        {
            _state[i] = seed;
            seed = 1812433253 * (seed ^ (seed >> 30)) + (uint)i + 1;
        }
        (_at, _normal) = (Words, null);
    }

    /// <summary>32 uniform bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextUInt32()
    {
        if (_at == Words)
            Twist();
        return Temper(_state[_at++]);
    }

    /// <summary>The next 32 bits, which stay the next ones.</summary>
    public uint Peek()
    {
        uint next = NextUInt32();
        _at--;
        return next;
    }

    /// <summary>A double in [0, 1) with 53 random bits, of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5, low = NextUInt32() >> 6;
        return Join(high, low);
    }

    /// <summary>A double in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>
    /// A number of the standard normal distribution, as <c>randn</c> draws it: by the polar method, which makes two and keeps one for the
    /// next call.
    /// </summary>
    public double Normal()
    {
        if (_normal is { } kept)
        {
            _normal = null;
            return kept;
        }
        double x, y, square;
        do
        {
            (x, y) = (2.0 * NextDouble() - 1.0, 2.0 * NextDouble() - 1.0);
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2.0 * Math.Log(square) / square);
        _normal = scale * x;
        return scale * y;
    }

    /// <summary>An integer in [0, count), by masked rejection; where there is one value nothing is drawn.</summary>
    public int Integer(int count)
    {
        uint last = (uint)count - 1;
        if (last == 0)
            return 0;
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(last), drawn;
        do
            drawn = NextUInt32() & mask;
        while (drawn > last);
        return (int)drawn;
    }

    /// <summary>Goes past as many words as if they had been drawn.</summary>
    public void Skip(int words)
    {
        _at += words;
        while (_at > Words)
        {
            int beyond = _at - Words;
            Twist();
            _at = beyond;
        }
    }

    /// <summary>Fills a span with doubles in [low, high), as so many calls of <see cref="Uniform"/> would.</summary>
    public void Fill(Span<double> into, double low, double high)
    {
        double range = high - low;
        for (int i = 0; i < into.Length;)
        {
            int ready = Math.Min((Words - _at) / 2, into.Length - i);
            if (ready == 0)
            {
                into[i++] = low + range * NextDouble();
                continue;
            }
            ref uint from = ref _state[_at];
            int k = 0;
            for (; k + Vector256<ulong>.Count <= ready; k += Vector256<ulong>.Count)
            {
                var pairs = Temper(Vector256.LoadUnsafe(ref from, (nuint)(2 * k))).AsUInt64();
                (Vector256.Create(low) + range * Join(pairs)).CopyTo(into[(i + k)..]);
            }
            for (; k < ready; k++)
                into[i + k] = low + range * Join(Temper(Unsafe.Add(ref from, 2 * k)) >> 5, Temper(Unsafe.Add(ref from, 2 * k + 1)) >> 6);
            (i, _at) = (i + ready, _at + 2 * ready);
        }
    }

    /// <summary>Goes to where another generator stands.</summary>
    public void CopyFrom(Mt19937 other)
    {
        other._state.AsSpan(0, Words).CopyTo(_state);
        (_at, _normal) = (other._at, other._normal);
    }

    /// <summary>Writes what <see cref="Restore"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_at);
        writer.Write(_normal is not null);
        writer.Write(_normal ?? 0);
        writer.Write(MemoryMarshal.AsBytes(_state.AsSpan(0, Words)));
    }

    /// <summary>Goes back to where <see cref="Save"/> was called.</summary>
    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public void Restore(BinaryReader reader)
    {
        int at = reader.ReadInt32();
        if (at is < 0 or > Words)
            throw new InvalidDataException($"A generator of {Words} words cannot stand at word {at}.");
        (_at, bool kept, double normal) = (at, reader.ReadBoolean(), reader.ReadDouble());
        _normal = kept ? normal : null;
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_state.AsSpan(0, Words)));
    }

    private static double Join(uint high, uint low) => (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);

    /// <summary>Doubles in [0, 1), each of two words that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Join(Vector256<ulong> pairs)
    {
        // A whole number of so few bits is a double without this one's.
        const double Whole = 1L << 52;
        var high = ((pairs & Vector256.Create(0xffffffffUL)) >>> 5 | Vector256.Create(Whole).AsUInt64()).AsDouble() - Vector256.Create(Whole);
        var low = (pairs >>> 38 | Vector256.Create(Whole).AsUInt64()).AsDouble() - Vector256.Create(Whole);
        return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Temper(Vector256<uint> y)
    {
        y ^= y >>> 11;
        y ^= (y << 7) & Vector256.Create(0x9d2c5680);
        y ^= (y << 15) & Vector256.Create(0xefc60000);
        return y ^ (y >>> 18);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Temper(uint y)
    {
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>Makes the next words, a vector at a time: each depends on words that are more than a vector away.</summary>
    private void Twist()
    {
        ref uint state = ref _state[0];
        _state[Words] = _state[0];
        int i = 0;
        for (; i + Vector256<uint>.Count <= Words - Shift; i += Vector256<uint>.Count)
            Mix(ref state, i, i + Shift);
        for (; i < Words - Shift; i++)
            _state[i] = Mixed(_state[i], _state[i + 1], _state[i + Shift]);
        for (; i + Vector256<uint>.Count <= Words - 1; i += Vector256<uint>.Count)
            Mix(ref state, i, i + Shift - Words);
        for (; i < Words - 1; i++)
            _state[i] = Mixed(_state[i], _state[i + 1], _state[i + Shift - Words]);
        _state[i] = Mixed(_state[i], _state[0], _state[i + Shift - Words]);
        _at = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint state, int i, int other)
    {
        var y = (Vector256.LoadUnsafe(ref state, (nuint)i) & Vector256.Create(Upper)) | (Vector256.LoadUnsafe(ref state, (nuint)i + 1) & Vector256.Create(Lower));
        var odd = (Vector256<uint>.Zero - (y & Vector256<uint>.One)) & Vector256.Create(Matrix);
        (Vector256.LoadUnsafe(ref state, (nuint)other) ^ (y >>> 1) ^ odd).StoreUnsafe(ref state, (nuint)i);
    }

    private static uint Mixed(uint high, uint low, uint other)
    {
        uint y = (high & Upper) | (low & Lower);
        return other ^ (y >> 1) ^ ((y & 1) * Matrix);
    }
}
