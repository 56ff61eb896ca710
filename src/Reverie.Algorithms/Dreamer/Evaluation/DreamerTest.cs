using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Evaluation;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>The episode that SheepRL plays when training has ended, with drawn actions; it stays among the run's media, to be looked at.</summary>
internal static class DreamerTest
{
    /// <returns>Its return; null when it was stopped.</returns>
    public static double? Play(DreamerOptions options, RunContext context, DreamerComponents components, GracefulStop? stop)
    {
        ulong seed = RunSession.EvaluationSeed(options.Seed);
        using var draws = new Generator(seed, components.Device);
        using var world = options.Settings.Test!.Make(context.Worlds, 1, stop?.Token ?? default);
        var policy = new DreamerPolicy(components.Model, new CategoricalSampler(draws), new NormalNoise(draws, components.Device), components.Device);
        var media = new EpisodeFolder(Path.Combine(context.Folder.MediaEpisodes, "test"), maxEpisodes: 1);
        return Evaluator.Play(policy, world, new ActingOptions(), 1, seed, stop: stop, ended: episode => media.Save(episode, 0, 0))?[0].Return;
    }
}
