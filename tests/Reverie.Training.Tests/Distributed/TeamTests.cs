using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Torch.Distributed;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Distributed;

public sealed class TeamTests
{
    private const int Environments = 3, Steps = 40;

    [Fact]
    public void Share_EnvironmentsOfTwo_AreThoseOfOne()
    {
        byte[][] alone = Play(Team.Alone);
        Assert.All(Together.Run(2, group => Play(new Team(group))), together => Assert.Equal(alone, together));
    }

    [Fact]
    public void Share_OtherActions_AreNoticed()
    {
        Together.Run(2, group =>
        {
            using var team = new Team(group);
            var trainer = new Player(team, draw => draw + (group.Rank == 1 ? 1 : 0));
            // Whoever notices first leaves; the other sees that.
            var mistake = Record.Exception(() => team.Run(trainer, stop: null));
            Assert.True(mistake is TeamException or ProcessLostException or OperationCanceledException, $"{mistake}");
            return true;
        });
    }

    [Fact]
    public void Run_StopOfOne_StopsAllAtTheSameStep()
    {
        int[] steps = Together.Run(2, group =>
        {
            using var team = new Team(group);
            using var stop = GracefulStop.Unheard();
            var trainer = new Player(team, draw => draw, step =>
            {
                if (group.Rank == 1 && step == 7)
                    stop.Request();
            });
            team.Run(trainer, stop);
            return trainer.Taken;
        });
        Assert.Equal([8, 8], steps);
    }

    [Fact]
    public void Begin_OtherOptions_AreRefused()
    {
        string[] said = Together.Run(2, group => Assert.Throws<ConfigException>(() => new Team(group).Begin($"seed: {group.Rank}")).Message);
        Assert.All(said, sentence => Assert.Contains("same command line", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void SendState_OfTheLeader_IsACheckpointOfTheOthers()
    {
        byte[] large = [.. Enumerable.Range(0, 3_000_001).Select(i => (byte)(i * i))];
        byte[][] got = Together.Run(2, group =>
        {
            using var team = new Team(group);
            using var folder = new TemporaryFolder();
            if (team.IsLeader)
            {
                team.SendState(new Holder([new("a/large", stream => stream.Write(large)), new("empty", _ => { })]));
                return large;
            }
            var store = new CheckpointStore(folder.Path, 1);
            team.ReceiveState(store);
            var checkpoint = store.LoadNewest().Checkpoint!;
            Assert.Equal(0, new FileInfo(checkpoint.PathOf("empty")).Length);
            return File.ReadAllBytes(checkpoint.PathOf("a/large"));
        });
        Assert.Equal(got[0], got[1]);
    }

    /// <summary>What is seen in each step, and what is saved at the end.</summary>
    private static byte[][] Play(Team team)
    {
        using var player = new Player(team, draw => draw);
        team.Run(player, stop: null);
        return [.. player.Seen];
    }

    private sealed class Holder(IEnumerable<CheckpointFile> state) : ISharedTrainer
    {
        public RunEstimate? Estimate => null;

        public IEnumerable<CheckpointFile> State => state;

        public bool Run(GracefulStop? stop = null) => true;

        public void Dispose()
        {
        }
    }

    /// <summary>Takes drawn actions, and keeps what it sees.</summary>
    private sealed class Player : ITrainer
    {
        private readonly IVectorEnvironment _environments;
        private readonly Func<long, long> _action;
        private readonly Action<int>? _onStep;

        public Player(Team team, Func<long, long> action, Action<int>? onStep = null)
        {
            (_action, _onStep) = (action, onStep);
            var options = new EnvInstanceOptions
            { Id = "MiniGrid-Empty-5x5-v0", Size = 32, NoopMax = 0, DoneOnLifeLoss = false, FrameSkip = 1, MaxEpisodeSteps = 6 };
            _environments = team.Share(PixelWorlds.Make(Worlds.CreateBuiltIn(), options, "env.train", Environments));
            _environments.Reset(3);
        }

        public RunEstimate? Estimate => null;

        public List<byte[]> Seen { get; } = [];

        public int Taken { get; private set; }

        public bool Run(GracefulStop? stop = null)
        {
            var actions = new ActionBatch(_environments.Layout.Action, Environments);
            ulong draw = 1;
            for (int step = 0; step < Steps && stop is not { IsRequested: true }; step++, Taken++)
            {
                for (int i = 0; i < Environments; i++)
                {
                    draw = unchecked((draw * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407);
                    actions.Integers[i] = _action((long)(draw >> 62)) % 7;
                }
                _onStep?.Invoke(step);
                // One of them rests now and then, as in an evaluation.
                _environments.Step(actions, step % 5 == 4 ? [false, true, false] : default);
                Seen.Add(Now());
            }
            using var saved = new MemoryStream();
            using (var writer = new BinaryWriter(saved))
                _environments.Save(writer);
            Seen.Add(saved.ToArray());
            return true;
        }

        public void Dispose() => _environments.Dispose();

        private byte[] Now()
        {
            var current = _environments.Current;
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            foreach (var rows in current.Observations.Concat(current.Final))
                writer.Write(rows.Bytes);
            for (int i = 0; i < Environments; i++)
            {
                writer.Write(current.Rewards[i]);
                writer.Write($"{current.Terminated[i]} {current.Truncated[i]} {current.IsFirst[i]} {current.Successes[i]} {current.Achieved[i]}");
            }
            return stream.ToArray();
        }
    }
}
