using System.Numerics;

namespace Reverie.Environments.Crafter;

/// <summary>The hash of a pair of integers in CPython 3.8 and later, from which the original makes the seed of a world.</summary>
public static class PythonHash
{
    private const ulong Prime1 = 11400714785074694791, Prime2 = 14029467366897019727, Prime5 = 2870177450012600261;

    // The hash of an integer is its remainder by this Mersenne prime.
    private const ulong Modulus = (1UL << 61) - 1;

    /// <summary><c>hash((first, second))</c>.</summary>
    public static long OfPair(ulong first, ulong second)
    {
        ulong hash = Prime5;
        foreach (ulong item in (ReadOnlySpan<ulong>)[first % Modulus, second % Modulus])
            hash = BitOperations.RotateLeft(hash + item * Prime2, 31) * Prime1;
        hash += 2 ^ (Prime5 ^ 3527539);
        return hash == ulong.MaxValue ? 1546275796 : (long)hash;
    }

    /// <summary>The seed of a world: <c>hash((seed, episode)) % (2**31 - 1)</c>, as Python takes remainders.</summary>
    public static uint WorldSeed(ulong seed, ulong episode)
    {
        const long Count = int.MaxValue;
        long remainder = OfPair(seed, episode) % Count;
        return (uint)(remainder < 0 ? remainder + Count : remainder);
    }
}
