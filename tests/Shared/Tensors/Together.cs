using System.Net;
using Reverie.Torch.Distributed;

namespace Reverie.Testing;

/// <summary>Several processes' parts, played by threads: they meet over real sockets.</summary>
internal static class Together
{
    /// <summary>Runs a part for each rank.</summary>
    /// <param name="size">How many.</param>
    /// <param name="part">What each does and gives back.</param>
    /// <returns>What they gave, by rank; what one threw is thrown.</returns>
    internal static T[] Run<T>(int size, Func<IProcessGroup, T> part)
    {
        using var point = new Rendezvous(IPAddress.Loopback, port: 0);
        var helpers = Enumerable.Range(1, size - 1).Select(rank => Start(() => Meet(new(rank, size, rank, "127.0.0.1", point.Port)))).ToList();
        var results = new List<T> { With(point.Lead(size, TimeSpan.FromMinutes(1), () => { }, default)) };
        results.AddRange(helpers.Select(helper => helper.GetAwaiter().GetResult()));
        return [.. results];

        T Meet(ProcessPlace place) => With(Rendezvous.Meet(place, TimeSpan.FromMinutes(1), default));

        T With(SocketGroup group)
        {
            using (group)
                return part(group);
        }
    }

    /// <summary>On a thread of its own: a part may wait for others for long.</summary>
    internal static Task<T> Start<T>(Func<T> part) =>
        Task.Factory.StartNew(part, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
