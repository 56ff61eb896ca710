using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Reverie.Play.Controls;
using Reverie.Play.Games;
using Reverie.Play.Lab;
using Reverie.Torch;

namespace Reverie.Play.Tests.Web;

/// <summary>
/// The server itself, with pages that look inside, played without waiting between frames. An hour at 15 frames a second is 54,000 steps:
/// with REVERIE_PLAY_STEPS=54000 (and -showLiveOutput) it is measured whole.
/// </summary>
public sealed class LongPlayTests(TrainedRuns runs)
{
    private const int Samples = 6;
    private static readonly int Steps = int.Parse(Environment.GetEnvironmentVariable("REVERIE_PLAY_STEPS") ?? "5000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Serve_HoursOfPlay_LeaveMemoryAsItIsAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, options: new() { FramesPerSecond = 1e6, Place = Place.Dream, Horizon = 30 });
        var (client, cookies) = await served.EnterAsync();
        using var known = client;
        using var ends = new CancellationTokenSource();
        // IRIS's agent plays in its dream, PPO's, which has none, in the environment.
        string[] ids = [RunShelf.IdOf(runs.IrisRun), RunShelf.IdOf(runs.PpoRun)];
        var loops = new List<GameLoop>();
        long[] played = new long[ids.Length];
        var pages = new List<Task>();
        foreach (var (i, id) in ids.Index())
        {
            var loop = (await served.Games.EnterAsync(id)).Loop;
            loops.Add(loop);
            loop.Watch(view => played[i] += view.Scene.Step > 0 ? 1 : 0); // one view a step
            pages.Add(LookAsync(await served.WatchAsync(cookies, id), ends.Token));
        }
        // A fifth is for caches to fill.
        await PlayAsync(Steps / 5);
        var before = await SampleAsync();
        Tell(before);
        var after = before;
        for (int i = 1; i < Samples; i++)
        {
            await PlayAsync((long)Steps * (i + 1) / Samples);
            Tell(after = await SampleAsync());
        }
        await ends.CancelAsync();
        await Task.WhenAll(pages);
        Assert.InRange(played[0], 50, long.MaxValue);
        Assert.InRange(played[1], 50, long.MaxValue);
        Assert.InRange(after.Tensors - before.Tensors, -32, 32);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, 2_000_000);

        async Task PlayAsync(long until)
        {
            while (played.Sum() < until)
                await Task.Delay(20);
        }

        async Task<(long Tensors, long Heap, long Resident)> SampleAsync()
        {
            await Task.WhenAll(loops.Select(PauseAsync));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var sample = (Tensor.LiveCount, GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
            await Task.WhenAll(loops.Select(PauseAsync));
            return sample;
        }

        void Tell((long Tensors, long Heap, long Resident) sample) => TestContext.Current.TestOutputHelper?.WriteLine(
            $"{played[0]} steps of a dream and {played[1]} of an environment: {sample.Tensors} tensors, {sample.Heap / 1e6:F2} MB of objects, {sample.Resident / 1e6:F0} MB in all");
    }

    private static async Task PauseAsync(GameLoop loop)
    {
        var done = new TaskCompletionSource();
        loop.Post(game =>
        {
            game.Do(GameCommand.Pause);
            done.SetResult();
            return false;
        });
        await done.Task;
    }

    /// <summary>A page that looks inside and shows nothing.</summary>
    private static async Task LookAsync(ClientWebSocket socket, CancellationToken stop)
    {
        using (socket)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes("""{"inside":true}"""), WebSocketMessageType.Text, true, stop);
            byte[] buffer = new byte[1 << 16];
            try
            {
                while (true)
                    await socket.ReceiveAsync(buffer, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException)
            {
                // The test is over.
            }
        }
    }
}
