using System.Numerics;

namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>
/// The draws of NumPy's <c>default_rng(seed)</c> (PCG-XSL-RR 128/64; M. E. O'Neill, 2014) that a wiring needs. The environments have a
/// generator of their own; neither floor leans on the other.
/// </summary>
internal sealed class Pcg64Draws
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint? _half;

    public Pcg64Draws(uint seed)
    {
        ulong[] words = SeedWords(seed);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        _state = ((_increment + new UInt128(words[0], words[1])) * Multiplier) + _increment;
    }

    /// <summary>1 in two draws of three, else -1.</summary>
    public int Polarity() => Below(3) == 0 ? -1 : 1;

    /// <summary>An integer in [0, count), by Lemire's multiply-and-reject; where there is one value nothing is drawn.</summary>
    public int Below(int count)
    {
        if (count == 1)
            return 0;
        uint bound = (uint)count, threshold = (uint.MaxValue - bound + 1) % bound;
        ulong product;
        do
            product = (ulong)NextHalf() * bound;
        while ((uint)product < threshold);
        return (int)(product >> 32);
    }

    /// <summary>Different integers below a bound in random order.</summary>
    public int[] Sample(int bound, int count)
    {
        // NumPy shuffles the end of all of them where that is cheaper than Floyd's algorithm (Bentley and Floyd, 1987).
        if (bound > 10_000 && count > bound / 50)
        {
            int[] all = [.. Enumerable.Range(0, bound)];
            Shuffle(all, Math.Max(bound - count, 1));
            return all[(bound - count)..];
        }
        int[] chosen = new int[count];
        var seen = new HashSet<int>(count);
        for (int i = 0; i < count; i++)
        {
            int last = bound - count + i, drawn = Below(last + 1);
            chosen[i] = seen.Add(drawn) ? drawn : last;
            seen.Add(chosen[i]);
        }
        Shuffle(chosen, 1);
        return chosen;
    }

    private void Shuffle(int[] items, int first)
    {
        for (int i = items.Length - 1; i >= first; i--)
        {
            int j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>32 bits: first the low, then the high half of an output.</summary>
    private uint NextHalf()
    {
        if (_half is { } waiting)
        {
            _half = null;
            return waiting;
        }
        _state = (_state * Multiplier) + _increment;
        ulong word = BitOperations.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
        _half = (uint)(word >> 32);
        return (uint)word;
    }

    /// <summary>NumPy's <c>SeedSequence</c> of one word, after O'Neill (2015).</summary>
    private static ulong[] SeedWords(uint seed)
    {
        uint[] pool = new uint[4];
        uint constant = 0x43b0d7e5;
        for (int i = 0; i < pool.Length; i++)
            pool[i] = Hash(i == 0 ? seed : 0, 0x931e8875);
        for (int source = 0; source < pool.Length; source++)
        {
            for (int target = 0; target < pool.Length; target++)
            {
                if (source != target)
                    pool[target] = Fold((0xca01f9dd * pool[target]) - (0x4973f715 * Hash(pool[source], 0x931e8875)));
            }
        }
        constant = 0x8b51f9dd;
        uint[] halves = [.. Enumerable.Range(0, 8).Select(i => Hash(pool[i % pool.Length], 0x58f38ded))];
        return [.. Enumerable.Range(0, 4).Select(i => halves[2 * i] | ((ulong)halves[(2 * i) + 1] << 32))];

        uint Hash(uint value, uint multiplier)
        {
            value ^= constant;
            constant *= multiplier;
            return Fold(value * constant);
        }

        static uint Fold(uint value) => value ^ (value >> 16);
    }
}
