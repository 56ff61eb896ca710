namespace Reverie.Environments.Seeding;

/// <summary>
/// The Mersenne Twister (M. Matsumoto and T. Nishimura, 1998), seeded and read as <c>numpy.random.seed</c> and
/// <c>numpy.random.uniform</c> do: for reproducing experiments that used NumPy's global generator.
/// </summary>
public sealed class Mt19937
{
    private const int Length = 624, Offset = 397;

    private readonly uint[] _words = new uint[Length];
    private int _next = Length;

    public Mt19937(uint seed)
    {
        _words[0] = seed;
        for (int i = 1; i < Length; i++)
            _words[i] = 1812433253 * (_words[i - 1] ^ (_words[i - 1] >> 30)) + (uint)i;
    }

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Length)
            Twist();
        uint word = _words[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    /// <summary>A double in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5, low = NextUInt32() >> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            uint joined = (_words[i] & 0x80000000) | (_words[(i + 1) % Length] & 0x7fffffff);
            _words[i] = _words[(i + Offset) % Length] ^ (joined >> 1) ^ ((joined & 1) != 0 ? 0x9908b0df : 0);
        }
        _next = 0;
    }
}
