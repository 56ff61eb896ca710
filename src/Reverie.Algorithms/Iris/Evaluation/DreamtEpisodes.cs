using Reverie.Algorithms.Iris.Agents;
using Reverie.Algorithms.Iris.Dreams;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;

namespace Reverie.Algorithms.Iris.Evaluation;

/// <summary>Imagined rollouts as episodes, to be looked at like real ones.</summary>
internal static class DreamtEpisodes
{
    /// <summary>One episode a dream, up to where the world model ends it.</summary>
    /// <param name="rollout">With frames.</param>
    /// <param name="actions">How many there are.</param>
    internal static IEnumerable<Episode> Of(ImaginedRollout rollout, int actions)
    {
        var frames = rollout.Frames!;
        int count = (int)frames.Size(0), horizon = (int)frames.Size(1);
        var image = new ArraySpec(IrisPolicy.Image, ElementType.UInt8, [(int)frames.Size(2), (int)frames.Size(3), (int)frames.Size(4)], 0, byte.MaxValue);
        var layout = new StepLayout([image], [], ActionSpec.Discrete(actions));
        byte[] pixels = frames.ToBytes();
        long[] done = rollout.Actions.To(Device.Cpu).ToArray<long>();
        float[] rewards = rollout.Rewards.To(Device.Cpu).ToArray<float>();
        bool[] ends = rollout.Ends.To(Device.Cpu).ToArray<bool>();
        for (int row = 0; row < count; row++)
        {
            int start = row * horizon, last = ends.AsSpan(start, horizon).IndexOf(true), length = last < 0 ? horizon : last + 1;
            yield return new(
                layout, [pixels.AsSpan(start * image.ByteLength, length * image.ByteLength).ToArray()], [], done.AsSpan(start, length).ToArray(), [],
                rewards.AsSpan(start, length).ToArray(), new(Terminated: last >= 0, Truncated: last < 0));
        }
    }
}
