using System.Numerics;

namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>
/// The draws of NumPy's legacy <c>RandomState(seed)</c> (MT19937; Matsumoto and Nishimura, 1998) that a wiring needs. The environments have
/// a generator of their own; neither floor leans on the other.
/// </summary>
internal sealed class MersenneDraws
{
    private const int Words = 624, Shift = 397;

    private readonly uint[] _state = new uint[Words];
    private int _at = Words;

    public MersenneDraws(uint seed)
    {
        for (int i = 0; i < Words; i++)
        {
            _state[i] = seed;
            seed = 1812433253 * (seed ^ (seed >> 30)) + (uint)i + 1;
        }
    }

    /// <summary>An integer in [0, count), by masked rejection; where there is one value nothing is drawn.</summary>
    public int Below(int count)
    {
        if (count == 1)
            return 0;
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount((uint)count - 1), drawn;
        do
            drawn = Next() & mask;
        while (drawn >= count);
        return (int)drawn;
    }

    /// <summary>1 or -1, as likely.</summary>
    public int Polarity() => Below(2) == 0 ? -1 : 1;

    /// <summary>Different integers below a bound: the first ones of a whole shuffle, from the last element down.</summary>
    public int[] Sample(int bound, int count)
    {
        int[] order = [.. Enumerable.Range(0, bound)];
        for (int i = bound - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order[..count];
    }

    private uint Next()
    {
        if (_at == Words)
            Twist();
        uint word = _state[_at++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < Words; i++)
        {
            uint joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Words] & 0x7fffffff);
            _state[i] = _state[(i + Shift) % Words] ^ (joined >> 1) ^ ((joined & 1) * 0x9908b0df);
        }
        _at = 0;
    }
}
