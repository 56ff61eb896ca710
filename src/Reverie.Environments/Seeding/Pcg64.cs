using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Reverie.Environments.Seeding;

/// <summary>
/// The permuted congruential generator PCG-XSL-RR 128/64 (M. E. O'Neill, 2014) with the draws of NumPy's
/// <c>Generator(PCG64(seed))</c>: the same seed gives the same numbers, draw for draw.
/// </summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
public sealed class Pcg64
{
    private const ulong MultiplierHigh = 0x2360ED051FC65DA4, MultiplierLow = 0x4385DF649FCCF645;

    private ulong _high, _low;
    private ulong _incrementHigh, _incrementLow;
    private bool _hasHalf;
    private uint _half;

    /// <summary>A generator seeded from the operating system's entropy.</summary>
    public Pcg64() : this(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))))
    {
    }

    public Pcg64(ulong seed) => Seed(new SeedSequence(seed));

    public Pcg64(SeedSequence seed) => Seed(seed);

    /// <summary>Where the generator stands; assign an earlier value to draw the same numbers again.</summary>
    public Pcg64State State
    {
        get => new(new UInt128(_high, _low), new UInt128(_incrementHigh, _incrementLow), _hasHalf, _half);
        set
        {
            (_high, _low) = ((ulong)(value.State >> 64), (ulong)value.State);
            (_incrementHigh, _incrementLow) = ((ulong)(value.Increment >> 64), (ulong)value.Increment);
            (_hasHalf, _half) = (value.HasHalf, value.Half);
        }
    }

    /// <summary>Starts over from a seed, as <c>np.random.default_rng(seed)</c> does.</summary>
    public void Seed(ulong seed) => Seed(new SeedSequence(seed));

    /// <inheritdoc cref="Seed(ulong)"/>
    public void Seed(SeedSequence seed)
    {
        Span<ulong> words = stackalloc ulong[4];
        seed.GenerateState(words);
        UInt128 state = new(words[0], words[1]), stream = new(words[2], words[3]);
        State = new Pcg64State(0, (stream << 1) | 1, HasHalf: false, Half: 0);
        Advance();
        State = State with { State = State.State + state };
        Advance();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance()
    {
        ulong carryHigh = Math.BigMul(_low, MultiplierLow, out ulong low);
        ulong high = carryHigh + _high * MultiplierLow + _low * MultiplierHigh;
        _low = low + _incrementLow;
        _high = high + _incrementHigh + (_low < low ? 1UL : 0UL);
    }

    /// <summary>64 uniform bits. Leaves a waiting half of an earlier 32-bit draw alone.</summary>
    public ulong NextUInt64()
    {
        Advance();
        return BitOperations.RotateRight(_high ^ _low, (int)(_high >> 58));
    }

    /// <summary>32 uniform bits: first the low, then the high half of a 64-bit output.</summary>
    public uint NextUInt32()
    {
        if (_hasHalf)
        {
            _hasHalf = false;
            uint half = _half;
            _half = 0;
            return half;
        }
        ulong both = NextUInt64();
        _hasHalf = true;
        _half = (uint)(both >> 32);
        return (uint)both;
    }

    /// <summary>A double in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A double in [low, high): <c>low + (high - low) * NextDouble()</c>.</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>
    /// A uniform integer in [low, high), as NumPy's <c>integers</c>: Lemire's multiply-and-reject; a range of one value draws nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty.</exception>
    public int Integers(int low, int high)
    {
        if (high <= low)
            throw EmptyRange(low, high);
        uint range = (uint)(high - 1 - low);
        return range == 0 ? low : low + (int)Below(range);
    }

    /// <inheritdoc cref="Integers(int, int)"/>
    public long Integers(long low, long high)
    {
        if (high <= low)
            throw EmptyRange(low, high);
        ulong range = (ulong)(high - 1 - low);
        return range switch
        {
            0 => low,
            < uint.MaxValue => low + Below((uint)range),
            uint.MaxValue => low + NextUInt32(),
            ulong.MaxValue => (long)NextUInt64(),
            _ => low + (long)Below(range),
        };
    }

    /// <summary>Lemire's unbiased draw from 0..range, 32 bits wide ("Fast random integer generation in an interval", 2019).</summary>
    private uint Below(uint range)
    {
        if (range == uint.MaxValue)
            return NextUInt32();
        uint count = range + 1;
        ulong product = (ulong)NextUInt32() * count;
        if ((uint)product < count)
        {
            uint threshold = (uint.MaxValue - range) % count;
            while ((uint)product < threshold)
                product = (ulong)NextUInt32() * count;
        }
        return (uint)(product >> 32);
    }

    private ulong Below(ulong range)
    {
        ulong count = range + 1;
        ulong high = Math.BigMul(NextUInt64(), count, out ulong low);
        if (low < count)
        {
            ulong threshold = (ulong.MaxValue - range) % count;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), count, out low);
        }
        return high;
    }

    /// <summary>
    /// Shuffles in place, from the last element down, as NumPy's <c>shuffle</c> of a list: the partner's index is drawn by masked
    /// rejection, not by <see cref="Integers(int, int)"/>.
    /// </summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount((uint)i);
            uint j;
            do
                j = NextUInt32() & mask;
            while (j > i);
            (items[i], items[(int)j]) = (items[(int)j], items[i]);
        }
    }

    /// <summary>The numbers 0..count-1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>An index drawn in proportion to the given probabilities (they should add up to about one).</summary>
    /// <exception cref="ArgumentException">There are no probabilities.</exception>
    public int Choice(ReadOnlySpan<double> probabilities)
    {
        if (probabilities.IsEmpty)
            throw new ArgumentException("Give at least one probability to choose by.", nameof(probabilities));
        double total = 0;
        foreach (double p in probabilities)
            total += p;
        double u = NextDouble();
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i];
            if (sum / total > u)
                return i;
        }
        return probabilities.Length - 1;
    }

    private static ArgumentOutOfRangeException EmptyRange(long low, long high) =>
        new(nameof(high), $"Cannot draw an integer from the empty range [{low}, {high}): make high larger than low.");
}
