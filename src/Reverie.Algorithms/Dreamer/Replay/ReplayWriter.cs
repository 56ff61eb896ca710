using Reverie.Environments.Arrays;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>
/// Writes steps into the replay as SheepRL orders them: a row holds what is seen, how it was arrived at, and what is done then; the end of an
/// episode is a row of its own, with the last observation and no action.
/// </summary>
/// <param name="replay">Where the rows go.</param>
/// <param name="clipsRewards">Whether tanh(reward) is kept.</param>
public sealed class ReplayWriter(SequenceReplay replay, bool clipsRewards)
{
    /// <summary>Before the environments take a step.</summary>
    /// <param name="seen">What they show.</param>
    /// <param name="actions">What will be done, as the networks see it, [N, A].</param>
    /// <param name="states">What is remembered, as <see cref="LatentRows"/> has it, [N, StateSize]; empty: nothing.</param>
    public void Begin(StepBatch seen, ReadOnlySpan<float> actions, ReadOnlySpan<float> states = default)
    {
        int width = replay.Layout.ActionSize, size = states.Length / seen.Count;
        for (int i = 0; i < seen.Count; i++)
        {
            // Behind an end the reward and flags are those of the end, which has its own row.
            bool isFirst = seen.IsFirst[i];
            Write(i, name => seen[name], isFirst ? 0 : seen.Rewards[i], isFirst ? RowFlags.IsFirst : RowFlags.None, actions.Slice(i * width, width), states.Slice(i * size, size));
        }
    }

    /// <summary>After the step: rows for the episodes that have ended.</summary>
    public void End(StepBatch seen)
    {
        for (int i = 0; i < seen.Count; i++)
        {
            if (!seen.HasEnded(i))
                continue;
            var flags = (seen.Terminated[i] ? RowFlags.Terminated : RowFlags.None) | (seen.Truncated[i] ? RowFlags.Truncated : RowFlags.None);
            Write(i, name => seen.Final.First(rows => rows.Spec.Name == name), seen.Rewards[i], flags, [], []);
        }
    }

    private void Write(int environment, Func<string, ArrayRows> find, float reward, RowFlags flags, ReadOnlySpan<float> action, ReadOnlySpan<float> state)
    {
        var layout = replay.Layout;
        var row = replay.Rings[environment].Add();
        foreach (var (index, spec) in layout.Observations.Index())
            find(spec.Name).Row(environment).CopyTo(layout.Observation(row, index));
        RowLayout.Reward(row) = clipsRewards ? MathF.Tanh(reward) : reward;
        layout.Flags(row) = state.IsEmpty ? flags : flags | RowFlags.HasState;
        state.CopyTo(layout.State(row));
        var target = layout.Action(row);
        target.Clear();
        action.CopyTo(target);
    }
}
