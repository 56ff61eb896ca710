using Reverie.Algorithms.Ppo.Options;
using Reverie.Algorithms.Ppo.Training;
using Reverie.Training.Configuration;
using Reverie.Training.Environments;
using Reverie.Training.Progress;
using Reverie.Training.Runs;

namespace Reverie.Cli.Bench;

/// <summary>
/// Environment steps a second of training: rollouts and updates, environments included, on DoorKey-8x8 from symbols with the founding
/// project's network. The peer is a loop of eager PyTorch as CleanRL writes it, whose environment costs what Python's MiniGrid was recorded to cost.
/// </summary>
internal static class PpoBenchmarks
{
    private const int Environments = 64, Steps = 128, Updates = 12, WarmUp = 2;

    internal static IEnumerable<Figure> Measure()
    {
        yield return new(
            "ppo, DoorKey-8x8 symbolic, 64 environments", Rate(Environments, Steps), "steps/s");
        yield return new("ppo, DoorKey-8x8 symbolic, 8 environments", Rate(8, Steps), "steps/s");
    }

    private static double Rate(int environments, int steps)
    {
        string root = Directory.CreateTempSubdirectory("reverie-bench-").FullName;
        try
        {
            long perUpdate = (long)environments * steps;
            var config = ConfigLoader.Load<PpoOptions>(
                Path.Combine(RepositoryRoot.Path, "configs"),
                [
                    "exp=ppo_minigrid", "env.id=MiniGrid-DoorKey-8x8-v0", "common.device=cpu", "common.do_checkpoint=false", "wandb.mode=disabled",
                    "evaluation.should=false", $"collection.num_envs={environments}", $"collection.num_steps={steps}", $"common.steps={(Updates + WarmUp) * perUpdate}",
                ]);
            var folder = RunFolder.Create(root, TimeProvider.System, config.Tree, new RunMetadata { Command = ["bench"] });
            var times = new UpdateTimes(WarmUp);
            using var trainer = new PpoTrainer(config.Options, new(folder, Worlds.CreateBuiltIn(), TimeProvider.System, times, Resume: false));
            trainer.Run();
            return perUpdate / times.Median;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Seconds between two reports of progress, which come once an update.</summary>
    private sealed class UpdateTimes(int skipped) : IProgressReporter
    {
        private readonly List<double> _seconds = [];
        private long _last;

        internal double Median => _seconds.Skip(skipped).Order().ElementAt((_seconds.Count - skipped) / 2);

        public void Begin(ProgressPhase phase) => _last = TimeProvider.System.GetTimestamp();

        public void Update(ProgressPhase phase)
        {
            if (phase.Done == 0)
                return;
            _seconds.Add(TimeProvider.System.GetElapsedTime(_last).TotalSeconds);
            _last = TimeProvider.System.GetTimestamp();
        }

        public void End(ProgressPhase phase)
        {
        }

        public void Message(string line)
        {
        }
    }
}
