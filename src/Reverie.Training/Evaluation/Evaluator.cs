using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Data;
using Reverie.Training.Progress;
using Reverie.Training.Randomness;
using Reverie.Training.Runs;

namespace Reverie.Training.Evaluation;

/// <summary>Plays whole episodes with a policy and says how it did. Nothing is learned.</summary>
public static class Evaluator
{
    /// <summary>Longer episodes than this, in bytes, are not handed out whole.</summary>
    private const long MostBytes = 1 << 28;

    /// <summary>Plays so many episodes, shared out among the environments, so that short ones are not preferred.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="environments">Where; they are reset.</param>
    /// <param name="acting">How actions are chosen.</param>
    /// <param name="episodes">How many, at least one.</param>
    /// <param name="seed">Seeds the environments and random actions.</param>
    /// <param name="progress">Told of each episode; may be null.</param>
    /// <param name="stop">Looked at after each step.</param>
    /// <param name="ended">Given each episode, unless it is very long; null: none is held in memory.</param>
    /// <exception cref="ArgumentOutOfRangeException">No episode is asked for.</exception>
    /// <returns>The first episodes of all environments, then the second ones, ...; null when it was stopped.</returns>
    public static IReadOnlyList<EpisodeMetrics>? Play(
        IPolicy policy, IVectorEnvironment environments, ActingOptions acting, int episodes, ulong seed, ProgressPhase? progress = null,
        GracefulStop? stop = null, Action<Episode>? ended = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        int count = environments.Count;
        var played = Enumerable.Range(0, count).Select(_ => new List<EpisodeMetrics>()).ToArray();
        int[] quotas = [.. Enumerable.Range(0, count).Select(i => (episodes / count) + (i < episodes % count ? 1 : 0))];
        bool[] idle = [.. quotas.Select(quota => quota == 0)];
        var soFar = new EpisodeMetrics[count];
        var actions = new ActionBatch(environments.Layout.Action, count);
        var random = new SeededRandom(seed);
        EpisodeRecorder?[] recorders = [.. Enumerable.Range(0, ended is null ? 0 : count).Select(_ => new EpisodeRecorder(environments.Layout))];
        if (!Begin(environments, seed, stop))
            return null;
        policy.Begin(count);
        while (idle.Contains(false))
        {
            if (stop is { IsRequested: true })
                return null;
            var current = environments.Current;
            policy.Act(current, acting, actions);
            if (acting.Epsilon > 0 && random.NextDouble() < acting.Epsilon)
                RandomActions.Fill(actions, random);
            for (int i = 0; i < recorders.Length; i++)
            {
                if (idle[i])
                    continue;
                if (recorders[i]?.Bytes > MostBytes)
                    recorders[i] = null;
                recorders[i]?.BeginStep(current.Row(i), actions[i]);
            }
            environments.Step(actions, idle);
            for (int i = 0; i < count; i++)
            {
                if (idle[i])
                    continue;
                if (ended is not null)
                    Record(i, current);
                soFar[i] = new(soFar[i].Length + 1, soFar[i].Return + current.Rewards[i]);
                if (!current.HasEnded(i))
                    continue;
                played[i].Add(soFar[i] with { Success = current.Successes[i], Achieved = current.Achieved[i] });
                soFar[i] = default;
                idle[i] = played[i].Count == quotas[i];
                progress?.Advance();
            }
        }
        policy.End();
        return [.. Enumerable.Range(0, quotas.Max()).SelectMany(round => played.Where(own => round < own.Count).Select(own => own[round]))];

        void Record(int i, StepBatch seen)
        {
            recorders[i]?.EndStep(seen.Rewards[i]);
            if (!seen.HasEnded(i))
                return;
            if (recorders[i]?.Take(seen.FinalRow(i), new(seen.Terminated[i], seen.Truncated[i], seen.Successes[i])) is { } episode)
                ended(episode);
            recorders[i] = new(environments.Layout);
        }
    }

    private static bool Begin(IVectorEnvironment environments, ulong seed, GracefulStop? stop)
    {
        try
        {
            environments.Reset(seed, stop?.Token ?? default);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
