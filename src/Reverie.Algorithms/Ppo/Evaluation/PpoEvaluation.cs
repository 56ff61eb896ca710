using Reverie.Algorithms.Ppo.Agents;
using Reverie.Algorithms.Ppo.Environments;
using Reverie.Algorithms.Ppo.Options;
using Reverie.Algorithms.Ppo.Training;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Distributed;
using Reverie.Training.Environments;
using Reverie.Training.Evaluation;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Algorithms.Ppo.Evaluation;

/// <summary>Evaluates in the middle of a run: the actor alone plays fresh episodes, always from the same seeds for the same step.</summary>
internal sealed class PpoEvaluation(PpoOptions options, Worlds worlds, RunFolder run, PpoComponents components, Device device, Team team) : IDisposable
{
    private const ulong Apart = 500_000_007, Stride = 10_007;

    private IVectorEnvironment? _test;

    /// <summary>Plays.</summary>
    /// <param name="step">Steps of training.</param>
    /// <param name="progress">Told of each episode.</param>
    /// <param name="stop">Looked at after each step.</param>
    /// <returns>Null when it was stopped.</returns>
    internal EvaluationReport? Run(long step, ProgressPhase progress, GracefulStop? stop)
    {
        int episodes = options.Evaluation.Episodes;
        _test ??= team.Share(PpoWorlds.Make(worlds, options.Env.Test, "env.test", Math.Min(options.Evaluation.NumEnvs, episodes), stop?.Token ?? default));
        ulong seed = ((ulong)options.Common.Seed * 1_000_003) + Apart + ((ulong)(step / Math.Max(1, options.Collection.Steps)) * Stride);
        using var policy = Policy(seed);
        var played = Evaluator.Play(policy, _test, options.Evaluation.Acting, episodes, seed, progress, stop);
        if (played is null)
            return null;
        if (options.Evaluation.FilmEpisodes > 0 && team.IsLeader)
            Shoot(policy, step, seed, stop);
        return new(options.Env.Test.Id!, step, options.Common.Seed, played, _test.SuccessMeaning, _test.AchievementNames);
    }

    public void Dispose() => _test?.Dispose();

    private PpoPolicy Policy(ulong seed) => new(
        components.Network, components.Input, components.Worlds.Layout.Action, components.Words, options.Network.MissionLength, components.Moments,
        new SeededRandom(seed, "evaluation"), device);

    private void Shoot(PpoPolicy policy, long step, ulong seed, GracefulStop? stop)
    {
        using var world = PpoWorlds.Make(worlds, options.Env.Test, "env.test", 1, stop?.Token ?? default);
        string folder = Directory.CreateDirectory(Path.Combine(run.MediaEpisodes, "test")).FullName;
        Film.Shoot(Path.Combine(folder, $"step_{step:D9}.mp4"), new Shown(policy), world, options.Evaluation.Acting, options.Evaluation.FilmEpisodes, seed);
    }

    private sealed class Shown(IPolicy policy) : IPlayer
    {
        public IPolicy Policy => policy;

        public void Dispose()
        {
        }
    }
}
