using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

/// <summary>Acts as the recording's policy did, and notes how it was called.</summary>
internal sealed class ScriptedPolicy(int actionCount) : ICollectorPolicy
{
    public List<string> Calls { get; } = [];

    public int ActCount { get; private set; }

    public void Reset(int environments, SegmentBatch? burnIn) => Calls.Add($"reset {environments} {Describe(burnIn)}");

    public void Act(ReadOnlySpan<byte> observations, bool sample, double temperature, Span<long> actions)
    {
        ActCount++;
        for (int i = 0; i < actions.Length; i++)
            actions[i] = (i + ActCount) % actionCount;
    }

    public void Clear() => Calls.Add("clear");

    private static string Describe(SegmentBatch? batch)
    {
        if (batch is null)
            return "plain";
        var frames = Enumerable.Range(0, batch.Count * batch.SequenceLength).Select(i => batch.Observations[i * batch.Shape.Size]);
        return $"[{string.Join(",", frames)}] [{string.Join(",", batch.MaskPadding.Select(real => real ? 1 : 0))}]";
    }
}
