namespace Reverie.Environments.Seeding;

/// <summary>
/// The Mersenne Twister (M. Matsumoto and T. Nishimura, 1998), seeded and read as NumPy's <c>RandomState</c> and global generator do.
/// </summary>
public sealed class Mt19937
{
    private const int Length = 624, Offset = 397;

    private readonly uint[] _words = new uint[Length];
    private int _next;
    private double? _normal;

    public Mt19937(uint seed) => Seed(seed);

    /// <summary>Starts over from a seed; a normal number that was kept is forgotten.</summary>
    public void Seed(uint seed)
    {
        (_next, _normal) = (Length, null);
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

    /// <summary>Writes what <see cref="Restore"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_next);
        writer.Write(_normal is not null);
        writer.Write(_normal ?? 0);
        foreach (uint word in _words)
            writer.Write(word);
    }

    /// <summary>Goes back to where <see cref="Save"/> was called.</summary>
    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public void Restore(BinaryReader reader)
    {
        int next = reader.ReadInt32();
        if (next is < 0 or > Length)
            throw new InvalidDataException($"A generator of {Length} words cannot stand at word {next}.");
        (_next, bool kept, double normal) = (next, reader.ReadBoolean(), reader.ReadDouble());
        _normal = kept ? normal : null;
        foreach (ref uint word in _words.AsSpan())
            word = reader.ReadUInt32();
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
