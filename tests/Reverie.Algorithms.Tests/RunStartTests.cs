using System.Runtime.InteropServices;
using Reverie.Environments.MiniGrid;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Tests;

/// <summary>The time between a command and its first step.</summary>
public sealed class RunStartTests
{
    [Fact]
    public void Train_StoppedWhileEnvironmentsAreMade_EndsSoonAndKeepsNothing()
    {
        using var folder = new TemporaryFolder();
        using var stop = new GracefulStop(_ => { });
        Signalling.Made = 0;
        Signalling.Stop = stop;
        var host = BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));
        host.Worlds.Environments.Register<Signalling>("Signalling-v0");
        var (algorithm, config) = host.Compose(["exp=smoke", "env.train.id=Signalling-v0", "collection.train.num_envs=30"]);
        var session = host.Create(algorithm, config, folder.Path, ["reverie", "train"]);

        Assert.Throws<OperationCanceledException>(() => session.Train(stop));

        Assert.Equal(Signalling.StopAt, Signalling.Made);
        Assert.False(Directory.Exists(session.Folder.Path));
    }

    [Theory]
    [InlineData("quikstart", "configs/exp", "quickstart")]
    [InlineData("dreamer_v3_smal", "configs/dreamer/exp", "dreamer_v3_small")]
    [InlineData("grid-gpt", "configs/pretrain/exp", "grid-gpt2")]
    public void Compose_MistypedExperiment_IsLookedForInEveryFolder(string typed, string folder, string meant)
    {
        var host = BuiltIn.CreateHost(new ConfigSearchPath(Repository.Configs));
        string message = Assert.Throws<ConfigException>(() => host.Compose([$"exp={typed}"])).Message;
        Assert.Matches($"^override 'exp={typed}': there is no '{typed}' in .*{folder[8..]}; did you mean '{meant}'\\? \\(choices: ", message);
    }

    [Fact]
    public void Train_EstimateFarAboveTheMachine_IsRefusedWithBothNumbers()
    {
        var estimate = new RunEstimate([], "cpu", MachineMemory.Total * 3, 1, 1);
        Assert.Matches(@"^This run needs up to about \d+\.\d GB of memory, and this machine has \d+\.\d GB; ", Assert.Throws<ConfigException>(estimate.RefuseTooLarge).Message);
        // Estimates are good to a factor of two; a GPU's memory is another one.
        (estimate with { MemoryBytes = MachineMemory.Total }).RefuseTooLarge();
        (estimate with { Device = "cuda:0" }).RefuseTooLarge();
    }

    /// <summary>Asks for a stop, as Ctrl-C does, when so many of it have been made.</summary>
    public sealed class Signalling : MiniGridEnv
    {
        internal const int StopAt = 5;

        public Signalling() : base(new MissionSpace("wait"), 5, 5)
        {
            if (++Made == StopAt)
                Stop!.OnSignal(new PosixSignalContext(PosixSignal.SIGINT));
        }

        internal static int Made { get; set; }

        internal static GracefulStop? Stop { get; set; }

        protected override void GenerateGrid() => PlaceAgent();
    }
}
