using System.Numerics;

namespace Reverie.Environments.Seeding;

/// <summary>
/// Spreads a seed of any size over as many well-mixed bits as a generator needs, exactly as NumPy's
/// <c>SeedSequence</c> does (after M. E. O'Neill, "Developing a seed_seq alternative", 2015).
/// </summary>
public sealed class SeedSequence
{
    private const int PoolSize = 4;
    private const uint InitA = 0x43b0d7e5, MultiplierA = 0x931e8875;
    private const uint InitB = 0x8b51f9dd, MultiplierB = 0x58f38ded;
    private const uint MixLeft = 0xca01f9dd, MixRight = 0x4973f715;

    private readonly uint[] _pool = new uint[PoolSize];

    /// <param name="seed">Any non-negative integer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public SeedSequence(BigInteger seed) : this(Words(seed))
    {
    }

    public SeedSequence(ulong seed) : this([(uint)seed, (uint)(seed >> 32)])
    {
    }

    /// <param name="entropy">32-bit words of the seed, the least significant first; missing words count as zero.</param>
    private SeedSequence(ReadOnlySpan<uint> entropy)
    {
        uint constant = InitA;
        uint Hash(uint value)
        {
            value ^= constant;
            constant *= MultiplierA;
            value *= constant;
            return value ^ (value >> 16);
        }

        for (int i = 0; i < PoolSize; i++)
            _pool[i] = Hash(i < entropy.Length ? entropy[i] : 0);
        for (int source = 0; source < PoolSize; source++)
        {
            for (int target = 0; target < PoolSize; target++)
            {
                if (source != target)
                    _pool[target] = Mix(_pool[target], Hash(_pool[source]));
            }
        }
        for (int source = PoolSize; source < entropy.Length; source++)
        {
            for (int target = 0; target < PoolSize; target++)
                _pool[target] = Mix(_pool[target], Hash(entropy[source]));
        }
    }

    /// <summary>The four mixed words that every output derives from.</summary>
    public ReadOnlySpan<uint> Pool => _pool;

    /// <summary>Fills <paramref name="output"/> with 32-bit words; equal seeds give equal words.</summary>
    public void GenerateState(Span<uint> output)
    {
        uint constant = InitB;
        for (int i = 0; i < output.Length; i++)
        {
            uint value = _pool[i % PoolSize] ^ constant;
            constant *= MultiplierB;
            value *= constant;
            output[i] = value ^ (value >> 16);
        }
    }

    /// <summary>Fills <paramref name="output"/> with 64-bit words, each of two 32-bit words, the low half first.</summary>
    public void GenerateState(Span<ulong> output)
    {
        Span<uint> halves = stackalloc uint[2 * output.Length];
        GenerateState(halves);
        for (int i = 0; i < output.Length; i++)
            output[i] = halves[2 * i] | ((ulong)halves[2 * i + 1] << 32);
    }

    private static uint Mix(uint x, uint y)
    {
        uint value = MixLeft * x - MixRight * y;
        return value ^ (value >> 16);
    }

    private static uint[] Words(BigInteger seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        byte[] bytes = seed.ToByteArray(isUnsigned: true);
        uint[] words = new uint[Math.Max(1, (bytes.Length + 3) / 4)];
        for (int i = 0; i < bytes.Length; i++)
            words[i / 4] |= (uint)bytes[i] << (8 * (i % 4));
        return words;
    }
}
