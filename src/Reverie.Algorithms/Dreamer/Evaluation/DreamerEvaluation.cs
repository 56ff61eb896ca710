using Reverie.Algorithms.Dreamer.Agents;
using Reverie.Algorithms.Dreamer.Environments;
using Reverie.Algorithms.Dreamer.Options;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Vector;
using Reverie.Torch;
using Reverie.Training.Algorithms;
using Reverie.Training.Configuration;
using Reverie.Training.Data;
using Reverie.Training.Evaluation;
using Reverie.Training.Progress;
using Reverie.Training.Runs;
using Reverie.Training.Sessions;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Evaluation;

/// <summary>Tests while training goes on: whole episodes with drawn actions, in the run's environment and in others. Nothing of the training moves.</summary>
/// <param name="options">The run's options.</param>
/// <param name="context">What it may use.</param>
/// <param name="components">Who plays.</param>
internal sealed class DreamerEvaluation(DreamerOptions options, RunContext context, DreamerComponents components)
{
    private const string Own = "test", Elsewhere = "test_";

    /// <summary>Plays. The same episodes each time.</summary>
    /// <param name="step">Steps of the policy so far, for the reporter.</param>
    /// <param name="stop">Looked at after each step.</param>
    /// <returns>Return, length and, where the environment judges, success, as <c>test/...</c> and <c>test_NAME/...</c>; null when it was stopped.</returns>
    public Dictionary<string, double>? Run(long step, GracefulStop? stop)
    {
        var numbers = new Dictionary<string, double>();
        var places = options.Evaluation.Elsewhere.Select(entry => (Prefix: Elsewhere + entry.Key, Env: entry.Value.In(options.Env))).Prepend((Own, options.Env));
        foreach (var (prefix, env) in places)
        {
            if (Play(env, prefix, step, stop) is not { } report)
                return null;
            numbers[$"{prefix}/return"] = report.Return.Estimate;
            numbers[$"{prefix}/length"] = report.Episodes.Average(episode => episode.Length);
            if (report.Success is { } success)
                numbers[$"{prefix}/success"] = success.Estimate;
            context.Reporter.Message($"{(prefix == Own ? "" : $"{prefix[Elsewhere.Length..]}: ")}{report.Sentence("step")}");
        }
        return numbers;
    }

    private EvaluationReport? Play(DreamerEnvOptions env, string prefix, long step, GracefulStop? stop)
    {
        int episodes = options.Evaluation.Episodes;
        ulong seed = RunSession.EvaluationSeed(options.Seed);
        using var draws = new Generator(seed, components.Device);
        using var worlds = DreamerWorlds.Make(context.Worlds, options with { Env = env }, Math.Min(episodes, options.Evaluation.NumEnvs), stop?.Token ?? default);
        RequireAlike(worlds, prefix);
        var policy = new DreamerPolicy(components.Model, new CategoricalSampler(draws), new NormalNoise(draws, components.Device), components.Device);
        using var progress = new ProgressPhase(context.Reporter, context.Time, "test", "episodes", episodes);
        return Evaluator.Play(policy, worlds, new ActingOptions(), episodes, seed, progress, stop) is { } played
            ? new(DreamerWorlds.IdOf(env), step, options.Seed, played, worlds.SuccessMeaning)
            : null;
    }

    private void RequireAlike(IVectorEnvironment worlds, string prefix)
    {
        if (prefix == Own)
            return;
        using var own = DreamerWorlds.Make(context.Worlds, options, 1);
        var (here, there) = (own.Layout.ToString(), worlds.Layout.ToString());
        if (here != there)
        {
            throw new ConfigException(
                $"evaluation.elsewhere.{prefix[Elsewhere.Length..]} shows and takes {there}, and the run's environment {here}; name one that is alike.");
        }
    }
}
