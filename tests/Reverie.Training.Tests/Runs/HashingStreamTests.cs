using System.Security.Cryptography;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Runs;

public sealed class HashingStreamTests
{
    [Fact]
    public void Write_PiecesOfAllSizes_ArePassedOnAndHashedOnce()
    {
        var random = new SeededRandom(4);
        var target = new MemoryStream();
        using var stream = new HashingStream(target);
        var expected = new MemoryStream();
        foreach (int size in (int[])[0, 1, 1000, 262_143, 262_144, 262_145, 700_000, 3])
        {
            byte[] piece = Enumerable.Range(0, size).Select(_ => (byte)random.NextInt(256)).ToArray();
            stream.Write(piece);
            stream.Flush();
            expected.Write(piece);
        }
        string hash = stream.Complete();

        Assert.Equal(expected.ToArray(), target.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected.ToArray())), hash);
        Assert.Equal(expected.Length, stream.Length);
    }
}
