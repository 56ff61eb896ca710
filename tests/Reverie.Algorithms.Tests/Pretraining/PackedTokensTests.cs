using Reverie.Algorithms.Pretraining;

namespace Reverie.Algorithms.Tests.Pretraining;

public sealed class PackedTokensTests
{
    [Fact]
    public void Fill_OnePass_PredictsEachTokenOnce()
    {
        var packed = new PackedTokens([.. Enumerable.Range(0, 103)], length: 10, seed: 1);
        Assert.Equal(10, packed.Count);
        int[] batch = new int[10 * 11];
        packed.Fill(0, batch);

        foreach (int[] row in batch.Chunk(11))
            Assert.Equal(Enumerable.Range(row[0], 11), row);
        var predicted = batch.Chunk(11).SelectMany(row => row[1..]).ToList();
        Assert.Equal(100, predicted.Distinct().Count());
        Assert.NotEqual(predicted.Order(), predicted);
    }

    [Fact]
    public void Fill_AnyStart_GivesWhatALongerFillGave()
    {
        int[] stream = [.. Enumerable.Range(0, 103)];
        int[] whole = new int[35 * 11];
        new PackedTokens(stream, 10, seed: 1).Fill(0, whole);
        int[] later = new int[12 * 11];
        new PackedTokens(stream, 10, seed: 1).Fill(23, later);

        Assert.Equal(whole[(23 * 11)..], later);
    }

    [Fact]
    public void Fill_NextPassAndOtherSeed_HaveAnotherOrder()
    {
        var packed = new PackedTokens([.. Enumerable.Range(0, 103)], 10, seed: 1);
        int[] first = new int[110], second = new int[110], other = new int[110];
        packed.Fill(0, first);
        packed.Fill(10, second);
        new PackedTokens([.. Enumerable.Range(0, 103)], 10, seed: 2).Fill(0, other);

        Assert.NotEqual(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void FillInOrder_CoversTheStreamFromItsBeginning()
    {
        int[] batch = new int[2 * 4];
        new PackedTokens([.. Enumerable.Range(0, 20)], 3, seed: 1).FillInOrder(1, batch);

        Assert.Equal([3, 4, 5, 6, 6, 7, 8, 9], batch);
    }

    [Fact]
    public void Constructor_LessThanOneSequence_SaysSo() =>
        Assert.Contains("10 tokens", Assert.Throws<InvalidDataException>(() => new PackedTokens(new int[10], 10, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Written_GivesTheTokensBack()
    {
        using var folder = new TemporaryFolder();
        PackedTokens.Write(folder.In("x.tokens"), [1, 70000, -1]);

        Assert.Equal([1, 70000, -1], PackedTokens.Read(folder.In("x.tokens")));
    }
}
