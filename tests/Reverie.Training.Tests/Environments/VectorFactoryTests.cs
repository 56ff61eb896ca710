using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;

namespace Reverie.Training.Tests.Environments;

public sealed class VectorFactoryTests
{
    private const string Id = "MiniGrid-Empty-5x5-v0";

    private static readonly Worlds BuiltIn = Worlds.CreateBuiltIn();

    [Fact]
    public void Make_MoreThanMemoryHolds_IsRefusedWithTheNumberThatFits()
    {
        int made = 0;
        var heavy = new List<byte[]>();
        (IEnvironment, IArrayEnvironment) Heavy()
        {
            made++;
            heavy.Add(new byte[64 << 20]);
            var environment = BuiltIn.Environments.Make(Id);
            return (environment, environment.AsArrays());
        }

        string message = Assert.Throws<ConfigException>(() => VectorFactory.Make(BuiltIn, Id, "env.train", 60_000, Heavy, default)).Message;

        Assert.Matches(@"^env\.train: 60000 environments of MiniGrid-Empty-5x5-v0 take about [0-9.]+ GB of memory .* are free; lower num_envs to \d+ or less\.$", message);
        Assert.Equal(1, made);
        GC.KeepAlive(heavy);
    }

    [Fact]
    public void Make_MoreProcessesThanAMachineRuns_IsRefusedAfterTheFirst()
    {
        int made = 0;
        (IEnvironment, IArrayEnvironment) Elsewhere()
        {
            made++;
            var environment = new Elsewhere();
            return (environment, environment.AsArrays());
        }

        string message = Assert.Throws<ConfigException>(() => VectorFactory.Make(BuiltIn, "Elsewhere-v0", "env.train", 257, Elsewhere, default)).Message;

        Assert.Equal("env.train: Elsewhere-v0 runs in a process of its own, and 257 of them are too many; lower num_envs to 256 or less.", message);
        Assert.Equal(1, made);
    }

    [Fact]
    public void Make_StoppedInTheMiddle_MakesNoMoreAndDisposesOfThoseThatAreThere()
    {
        using var source = new CancellationTokenSource();
        var made = new List<Counted>();
        (IEnvironment, IArrayEnvironment) Slow()
        {
            var environment = BuiltIn.Environments.Make(Id);
            made.Add(new Counted(environment.AsArrays()));
            if (made.Count == 3)
                source.Cancel();
            return (environment, made[^1]);
        }

        Assert.Throws<OperationCanceledException>(() => VectorFactory.Make(BuiltIn, Id, "env.train", 20, Slow, source.Token));

        Assert.Equal(3, made.Count);
        Assert.All(made, environment => Assert.True(environment.IsDisposed));
    }

    [Fact]
    public void Reset_StoppedInTheMiddle_BeginsNoMore()
    {
        using var source = new CancellationTokenSource();
        var made = new List<Counted>();
        IArrayEnvironment Make()
        {
            made.Add(new Counted(BuiltIn.Environments.Make(Id).AsArrays(), source.Cancel));
            return made[^1];
        }
        using var environments = new VectorEnvironment(_ => Make(), 5);

        Assert.Throws<OperationCanceledException>(() => environments.Reset(0, source.Token));
        Assert.Equal([true, false, false, false, false], made.Select(environment => environment.HasBegun));

        // A stop of before says nothing of what comes later.
        environments.Reset(0);
        Assert.All(made, environment => Assert.True(environment.HasBegun));
    }

    private sealed class Counted(IArrayEnvironment inner, Action? atReset = null) : ArrayDecorator(inner), IDisposable
    {
        public bool IsDisposed { get; private set; }

        public bool HasBegun { get; private set; }

        public override void Reset(ulong? seed, ObservationRow observation)
        {
            base.Reset(seed, observation);
            HasBegun = true;
            atReset?.Invoke();
        }

        public override StepSignal Step(ActionRow action, ObservationRow observation) => Inner.Step(action, observation);

        void IDisposable.Dispose()
        {
            IsDisposed = true;
            Dispose();
        }
    }
}
