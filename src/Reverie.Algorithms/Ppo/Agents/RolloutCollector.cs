using Reverie.Algorithms.Ppo.Guidance;
using Reverie.Algorithms.Ppo.Losses;
using Reverie.Algorithms.Ppo.Networks;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Torch;

namespace Reverie.Algorithms.Ppo.Agents;

/// <summary>Fills a rollout: looks, chooses, steps; with advice where there is a guide.</summary>
/// <param name="worlds">The environments.</param>
/// <param name="network">Actor and critic.</param>
/// <param name="actor">The same in use.</param>
/// <param name="draw">Draws actions.</param>
/// <param name="inputs">A row for each environment.</param>
/// <param name="finals">Likewise, for what episodes ended with.</param>
/// <param name="missions">Numbers the missions; null where nobody reads them.</param>
/// <param name="moments">Normalises numbers that are seen; null where they stay.</param>
/// <param name="scale">Scales rewards; null where they stay.</param>
/// <param name="guide">Advises; null where nobody does.</param>
/// <param name="tally">Counts episodes.</param>
internal sealed class RolloutCollector(
    IVectorEnvironment worlds, ActorCritic network, Actor actor, ActionDraw draw, InputRows inputs, InputRows finals, MissionTable? missions, RunningMoments? moments, RewardScale? scale,
    Guide? guide, EpisodeTally tally)
{
    private readonly ActionBatch _actions = new(worlds.Layout.Action, worlds.Count);
    private readonly float[] _judged = new float[worlds.Count];
    private readonly bool[] _none = new bool[worlds.Count];
    private readonly float[] _logStd = new float[worlds.Layout.Action.IsContinuous ? worlds.Layout.Action.Size : 0];

    /// <param name="rollout">Filled from its beginning to its end.</param>
    /// <param name="gamma">Discount.</param>
    /// <param name="lambda">Of generalized advantage estimation.</param>
    internal void Fill(Rollout rollout, double gamma, double lambda)
    {
        int count = worlds.Count;
        network.LogStd?.CopyTo(_logStd.AsSpan());
        missions?.Clear();
        finals.Forget();
        // What is seen was counted when it came; now it only enters the buffers again, as it does behind a checkpoint.
        Look(counts: false);
        for (int t = 0; t < rollout.Steps; t++)
        {
            int start = t * count;
            rollout.Inputs.Write(start, inputs, count);
            worlds.Current.IsFirst.CopyTo(rollout.IsFirst, start);
            if (rollout.Sequence > 0 && t % rollout.Sequence == 0)
                Remember(rollout, t / rollout.Sequence);
            actor.Look(inputs.All(), worlds.Current.IsFirst);
            actor.Values.CopyTo(rollout.Values, start);
            Choose(rollout, start);
            worlds.Step(_actions);
            Learn(rollout, start);
            Look(counts: true);
        }
        actor.Judge(inputs.All(), worlds.Current.IsFirst, rollout.LastValues);
        GeneralizedAdvantage.Compute(
            rollout.Rewards, rollout.Values, rollout.FinalValues, rollout.LastValues, rollout.Terminated, rollout.Truncated, (float)gamma, (float)lambda,
            rollout.Advantages, rollout.Returns);
    }

    private void Remember(Rollout rollout, int sequence)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        rollout.Memories!.Select(0, sequence).CopyFrom(actor.Memory!);
    }

    /// <summary>Takes in what the environments show now.</summary>
    private void Look(bool counts)
    {
        var seen = worlds.Current;
        for (int i = 0; i < seen.Count; i++)
        {
            inputs.Write(i, seen.Observations, seen.Texts, i);
            if (moments is null)
                continue;
            if (counts)
                moments.Add(inputs.Numbers(i));
            moments.Normalise(inputs.Numbers(i));
        }
    }

    private void Choose(Rollout rollout, int start)
    {
        var spec = _actions.Spec;
        int size = spec.Size, outputs = actor.Outputs.Length / worlds.Count;
        guide?.Ask(worlds.Current, _actions);
        for (int i = 0; i < worlds.Count; i++)
        {
            int row = start + i;
            var output = actor.Outputs.AsSpan(i * outputs, outputs);
            double logProbability;
            if (spec.IsContinuous)
            {
                var numbers = rollout.Numbers.AsSpan(row * size, size);
                logProbability = draw.Choose(output, _logStd, samples: true, numbers);
                Bound(numbers, spec, _actions.Numbers.AsSpan(i * size, size));
            }
            else if (guide is null)
            {
                var choices = rollout.Choices.AsSpan(row * size, size);
                logProbability = draw.Choose(output, 1, samples: true, choices);
                choices.CopyTo(_actions.Integers.AsSpan(i * size));
            }
            else
            {
                var advice = rollout.Advice is null ? default : rollout.Advice.AsSpan(row * outputs, outputs);
                logProbability = guide.Choose(i, output, draw, advice, out float weight, out long action);
                if (rollout.Weights is not null)
                    rollout.Weights[row] = weight;
                rollout.Choices[row] = _actions.Integers[i] = action;
                guide.Note(worlds.Current, i, output, action);
            }
            rollout.LogProbabilities[row] = (float)logProbability;
        }
    }

    private void Learn(Rollout rollout, int start)
    {
        var led = worlds.Current;
        bool isCut = false;
        for (int i = 0; i < led.Count; i++)
        {
            int row = start + i;
            float reward = led.Rewards[i] + (guide?.Pay(led, i) ?? 0);
            rollout.Rewards[row] = scale?.Scale(i, reward, led.HasEnded(i)) ?? reward;
            (rollout.Terminated[row], rollout.Truncated[row], rollout.FinalValues[row]) = (led.Terminated[i], led.Truncated[i], 0);
            tally.Add(led, i);
            if (!led.Truncated[i] || led.Terminated[i])
                continue;
            isCut = true;
            finals.Write(i, led.Final, led.FinalTexts, i);
            moments?.Normalise(finals.Numbers(i));
        }
        if (!isCut)
            return;
        // Rows of episodes that go on hold something old; nobody looks at their values.
        actor.Judge(finals.All(), _none, _judged);
        for (int i = 0; i < led.Count; i++)
        {
            if (led.Truncated[i] && !led.Terminated[i])
                rollout.FinalValues[start + i] = _judged[i];
        }
    }

    internal static void Bound(ReadOnlySpan<float> numbers, ActionSpec spec, Span<float> bounded)
    {
        for (int i = 0; i < numbers.Length; i++)
            bounded[i] = Math.Clamp(numbers[i], spec.Low[i], spec.High[i]);
    }
}
