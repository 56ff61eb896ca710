using Reverie.Language.Tokenization;

namespace Reverie.Language.Tests.Tokenization;

public class BpeMergesTests
{
    [Fact]
    public void Apply_ScanningAndHeap_Agree()
    {
        var random = new Random(5);
        for (int round = 0; round < 500; round++)
        {
            var merges = RandomMerges(random, symbols: 3, count: 12);
            int[] word = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(3)).ToArray();
            var (scanned, heaped) = ((int[])word.Clone(), (int[])word.Clone());

            int scannedCount = merges.ApplyScanning(scanned);
            int heapedCount = merges.ApplyWithHeap(heaped);

            Assert.Equal(scanned[..scannedCount], heaped[..heapedCount]);
        }
    }

    [Fact]
    public void Apply_HugeWord_StaysFast()
    {
        var merges = new BpeMerges([(0, 0, 1), (1, 1, 2), (2, 2, 3)]);
        int[] word = new int[1_000_000];

        Assert.Equal(125_000, merges.Apply(word));
    }

    // Each merge joins two symbols that exist already into a new one.
    private static BpeMerges RandomMerges(Random random, int symbols, int count)
    {
        var merges = new List<(int, int, int)>();
        for (int next = symbols; next < symbols + count; next++)
            merges.Add((random.Next(next), random.Next(next), next));
        return new BpeMerges(merges);
    }
}
