using System.Net;
using System.Text;
using Reverie.Torch.Distributed;

namespace Reverie.Torch.Tests.Distributed;

public sealed class SocketGroupTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Sum_OfAllRanks_IsTheSameBitsEverywhere(int size)
    {
        // Not a multiple of any vector's width, and numbers whose sum depends on the order.
        float[][] sums = Together.Run(size, group =>
        {
            using var scope = new TensorScope();
            var values = Tensor.From([.. Enumerable.Range(0, 1_000_003).Select(i => (i * 0.1f) + (1e6f / (group.Rank + 1)))], 1_000_003);
            group.Sum(values);
            return values.ToArray<float>();
        });
        float expected = 0;
        for (int rank = 0; rank < size; rank++)
            expected += (1_000_002 * 0.1f) + (1e6f / (rank + 1));
        Assert.Equal(expected, sums[0][^1]);
        Assert.All(sums, sum => Assert.True(sum.AsSpan().SequenceEqual(sums[0])));
    }

    [Fact]
    public void Exchange_OfDifferentLengths_GivesAllToAll()
    {
        string[][] seen = Together.Run(3, group => Array.ConvertAll(
            group.Exchange(Encoding.UTF8.GetBytes(new string((char)('a' + group.Rank), group.Rank))), Encoding.UTF8.GetString));
        Assert.All(seen, all => Assert.Equal(["", "b", "cc"], all));
    }

    [Fact]
    public void Share_OfTheLeader_ReachesAll() =>
        Assert.All(Together.Run(3, group => group.Share([(byte)(7 + group.Rank)])), bytes => Assert.Equal([7], bytes));

    [Fact]
    public void Watch_SignOfOne_IsSeenByAllBehindTheSameExchange()
    {
        int[] seenIn = Together.Run(3, group =>
        {
            int exchange = 0, seen = -1;
            group.Watch(() => group.Rank == 2 && exchange >= 3, () => seen = exchange);
            for (; exchange < 6; exchange++)
                group.Exchange([]);
            return seen;
        });
        Assert.Equal([3, 3, 3], seenIn);
    }

    [Fact]
    public void Sum_ProcessThatIsGone_IsNamedToAll()
    {
        string[] said = Together.Run(3, group =>
        {
            if (group.Rank == 1)
                return "";
            try
            {
                group.Exchange([]);
                return "nothing";
            }
            catch (ProcessLostException e)
            {
                return $"{e.Rank}: {e.Message}";
            }
        });
        Assert.StartsWith("1: Process 1 of 3 (", said[0], StringComparison.Ordinal);
        Assert.EndsWith("was lost: it was killed, or its machine is gone.", said[0], StringComparison.Ordinal);
        Assert.Equal(said[0], said[2]);
    }

    [Fact]
    public void Exchange_ProcessThatLeaves_SaysWhy()
    {
        string[] said = Together.Run(2, group =>
        {
            if (group.Rank == 1)
            {
                group.Leave("its disk is full.");
                return "";
            }
            return Assert.Throws<ProcessLostException>(() => group.Exchange([])).Message;
        });
        Assert.EndsWith("had to end: its disk is full.", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Exchange_LeaderThatHasEnded_IsNoLoss()
    {
        bool[] isRight = Together.Run(2, group => group.Rank == 0
            || Assert.Throws<OperationCanceledException>(() => group.Exchange([])).Message.Contains("Process 0 of 2", StringComparison.Ordinal));
        Assert.Equal([true, true], isRight);
    }

    [Fact]
    public void Sum_OtherLengths_IsRefused() => Together.Run(2, group => Assert.Throws<ProcessLostException>(() => group.Sum(new double[group.Rank + 1])).Rank);

    [Fact]
    public async Task Meet_TwoOfOneRank_SendsTheSecondAway()
    {
        var stop = TestContext.Current.CancellationToken;
        using var point = new Rendezvous(IPAddress.Loopback, port: 0);
        var leader = Together.Start(() => point.Lead(3, TimeSpan.FromMinutes(1), () => { }, stop));
        Task<Exception?>[] helpers = [Together.Start(() => Record.Exception(() => Meet(1))), Together.Start(() => Record.Exception(() => Meet(1)))];
        var away = await Task.WhenAny(helpers);
        Assert.Contains("two processes with number 1", (await away)!.Message, StringComparison.Ordinal);
        await Together.Start(() => Record.Exception(() => Meet(2)));
        var said = await Task.WhenAll(helpers);
        Assert.NotEqual(said[0] is null, said[1] is null);
        (await leader).Dispose();

        void Meet(int rank) => Rendezvous.Meet(new(rank, 3, rank, "127.0.0.1", point.Port), TimeSpan.FromMinutes(1), stop).Dispose();
    }

    [Fact]
    public void Meet_NobodyThere_SaysWhereItLooked()
    {
        int free;
        using (var point = new Rendezvous(IPAddress.Loopback, port: 0))
            free = point.Port;
        var mistake = Assert.Throws<IOException>(
            () => Rendezvous.Meet(new(1, 2, 1, "127.0.0.1", free), TimeSpan.Zero, TestContext.Current.CancellationToken));
        Assert.Contains($"127.0.0.1:{free}", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lead_NobodyComes_SaysHowManyAreThere()
    {
        using var point = new Rendezvous(IPAddress.Loopback, port: 0);
        var mistake = Assert.Throws<IOException>(() => point.Lead(2, TimeSpan.Zero, () => { }, TestContext.Current.CancellationToken));
        Assert.StartsWith("1 of 2 processes", mistake.Message, StringComparison.Ordinal);
    }
}
