using System.Runtime.CompilerServices;
using Reverie.Torch.Native;

namespace Reverie.Torch.Tests;

/// <summary>What threads may share: numbers stay right and nothing is freed twice, whoever collects, disposes or leaves a scope meanwhile.</summary>
public sealed class ThreadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    [Fact]
    public void Call_WhileOthersCollectAndLeaveScopes_GivesRightNumbers()
    {
        using var end = new CancellationTokenSource(Long);
        byte[] ones = [.. Enumerable.Repeat((byte)1, 16)];
        RunTogether(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    Assert.Equal(128, Tensor.Ones([64]).Add(Tensor.Ones([64])).Sum().Item());
                    Assert.Equal(6, Tensor.Cat([Tensor.Ones([2]), Tensor.Ones([4])]).Sum().Item());
                }
            },
            () =>
            {
                while (!end.IsCancellationRequested)
                    Assert.Equal(ones, Tensor.Full([16], 1, ScalarType.UInt8).ToBytes());
            },
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    GC.Collect();
                    using (new TensorScope())
                    {
                    }
                }
            });
    }

    [Fact]
    public void Value_OfATensorThatNobodyElseHolds_KeepsItAlive()
    {
        var sum = new Operator("aten::sum");
        for (int i = 0; i < 20; i++)
        {
            var value = Argument();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var scope = new TensorScope();
            _ = Tensor.Full([4096], 3); // takes the memory of what was freed
            Assert.Equal(8192, Aten.Call(sum, value).Item());
        }
    }

    [Fact]
    public void Dispose_ByTwoThreads_FreesOnce()
    {
        using var shared = Tensor.Ones([8]).KeepAlive();
        const int Views = 20_000;
        var view = shared;
        using var barrier = new Barrier(2, _ => view = shared.Narrow(0, 0, 4).KeepAlive());
        void DisposeAll()
        {
            for (int i = 0; i < Views; i++)
            {
                barrier.SignalAndWait();
                view.Dispose();
            }
        }

        RunTogether(DisposeAll, DisposeAll);
        Assert.True(view.IsDisposed);
        Assert.Equal(8, shared.Sum().Item());
    }

    [Fact]
    public void Dispose_WhileOthersCompute_GivesRightNumbersOrRefuses()
    {
        int refused = 0;
        var current = Tensor.Ones([256]).KeepAlive();
        using var end = new CancellationTokenSource(Long);
        void Compute()
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    Assert.Equal(512, Volatile.Read(ref current).Add(Volatile.Read(ref current)).Sum().Item());
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }

        RunTogether(
            Compute,
            Compute,
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    var next = Tensor.Ones([256]).KeepAlive();
                    Interlocked.Exchange(ref current, next).Dispose();
                    Tensor.Full([256], 3).Dispose(); // memory that was freed holds other numbers soon
                }
            });
        current.Dispose();
        Assert.Throws<ObjectDisposedException>(() => current.Sum());
    }

    [Fact]
    public void Scope_LeftWhileAnotherThreadComputes_GivesRightNumbersOrRefuses()
    {
        Tensor? current = null;
        using var end = new CancellationTokenSource(Long);
        RunTogether(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    try
                    {
                        if (Volatile.Read(ref current) is { } tensor)
                            Assert.Equal(128, tensor.Sum().Item());
                    }
                    catch (ObjectDisposedException)
                    {
                    }
                }
            },
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    using (new TensorScope())
                        Volatile.Write(ref current, Tensor.Full([64], 2));
                    Tensor.Full([64], 5).Dispose();
                }
            });
        Assert.NotNull(current);
    }

    [Fact]
    public void Owner_TensorOfAnotherThreadsScope_IsNotTaken()
    {
        using var scope = new TensorScope();
        var tensor = Tensor.Ones([4]);
        var refusals = new Exception?[3];
        RunTogether(() =>
        {
            refusals[0] = Record.Exception(tensor.Dispose);
            refusals[1] = Record.Exception(() => tensor.KeepAlive());
            using var own = new TensorScope();
            refusals[2] = Record.Exception(() => own.Keep(tensor));
        });
        Assert.All(refusals, refusal => Assert.Contains("own thread", Assert.IsType<InvalidOperationException>(refusal).Message));
        Assert.Equal(4, tensor.Sum().Item());
    }

    [Fact]
    public void Scope_OfAnotherThread_IsNotUsed()
    {
        using var outer = new TensorScope();
        using var scope = new TensorScope();
        var refusals = new Exception?[2];
        RunTogether(() =>
        {
            var tensor = Tensor.Ones([4]);
            refusals[0] = Record.Exception(() => scope.Keep(tensor));
            refusals[1] = Record.Exception(() => _ = scope.Count);
            Assert.Equal(4, tensor.Sum().Item());
        });
        Assert.All(refusals, refusal => Assert.Contains("own thread", Assert.IsType<InvalidOperationException>(refusal).Message));
        Assert.Equal(0, scope.Count);
    }

    [Fact]
    public void Keep_InALeftScope_IsRefused()
    {
        var tensor = Tensor.Ones([4]);
        var scope = new TensorScope();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.Keep(tensor));
        Assert.Equal(4, tensor.Sum().Item());
    }

    [Fact]
    public void Finalizer_ThatUsesAndDisposesATensor_FindsItGoneOrAlive()
    {
        UserOfATensor.Wrong = 0;
        UserOfATensor.Seen = 0;
        for (int i = 0; i < 50; i++)
        {
            MakeUsers();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var scope = new TensorScope();
            _ = Tensor.Full([64], 3);
        }
        Assert.InRange(UserOfATensor.Seen, 1, 500);
        Assert.Equal(0, UserOfATensor.Wrong);
    }

    [Fact]
    public void Value_OfAListFromAThreadThatEnded_StillHoldsIt()
    {
        Value shape = default;
        RunTogether(() => shape = (long[])[2, 3]);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        using var scope = new TensorScope();
        var view = new Operator("aten::view");
        for (int i = 0; i < 1000; i++)
            _ = Tensor.Zeros([1000]).View(new long[] { 10, 100 });
        Assert.Equal([2, 3], Aten.Call(view, Tensor.Ones([6]), shape).Shape.ToArray());
    }

    [Fact]
    public void Generator_DisposedWhileAnotherThreadDraws_DrawsOrRefuses()
    {
        for (int i = 0; i < 300; i++)
        {
            var generator = new Generator(7);
            Exception? refusal = null;
            RunTogether(
                () => refusal = Record.Exception(() =>
                {
                    for (int draw = 0; draw < 20; draw++)
                        Assert.NotEmpty(generator.GetState());
                }),
                generator.Dispose);
            Assert.True(refusal is null or ObjectDisposedException, refusal?.ToString());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Value Argument() => Tensor.Full([4096], 2);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeUsers()
    {
        for (int i = 0; i < 10; i++)
            _ = new UserOfATensor(i % 2 == 0 ? Tensor.Full([64], 2) : null);
    }

    private static void RunTogether(params Action[] actions)
    {
        var failures = new List<Exception>();
        Thread[] threads = [.. actions.Select(action => new Thread(() =>
        {
            if (Record.Exception(action) is { } failure)
            {
                lock (failures)
                    failures.Add(failure);
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Empty(failures);
    }

    /// <summary>Frees its tensor in a finalizer, as a user's class might; made before or after its tensor.</summary>
    private sealed class UserOfATensor
    {
        private readonly Tensor _tensor;

        internal UserOfATensor(Tensor? tensor) => _tensor = tensor ?? Tensor.Full([64], 2);

        ~UserOfATensor()
        {
            Seen++;
            try
            {
                using (new TensorScope())
                    Wrong += _tensor.Sum().Item() == 128 ? 0 : 1;
            }
            catch (ObjectDisposedException)
            {
                // The garbage collector came first.
            }
            _tensor.Dispose();
        }

        internal static int Seen { get; set; }

        internal static int Wrong { get; set; }
    }
}
