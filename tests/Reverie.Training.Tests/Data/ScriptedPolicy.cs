using Reverie.Environments.Arrays;
using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

/// <summary>Acts as the recording's policy did, and notes how it was called.</summary>
internal sealed class ScriptedPolicy(int actionCount) : IPolicy
{
    public List<string> Calls { get; } = [];

    public int ActCount { get; private set; }

    /// <summary>How often a row was told to begin anew.</summary>
    public int FirstCount { get; private set; }

    public void Begin(int environments, SegmentBatch? burnIn = null) => Calls.Add($"reset {environments} {Describe(burnIn)}");

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        ActCount++;
        FirstCount += seen.IsFirst.Count(first => first);
        for (int i = 0; i < actions.Count; i++)
            actions.Integers[i] = (i + ActCount) % actionCount;
    }

    public void SaveMemory(BinaryWriter writer) => writer.Write(ActCount);

    public void RestoreMemory(int environments, BinaryReader reader)
    {
        ActCount = reader.ReadInt32();
        Calls.Add($"remember {environments}");
    }

    public void End() => Calls.Add("clear");

    private static string Describe(SegmentBatch? batch)
    {
        if (batch is null)
            return "plain";
        var frames = Enumerable.Range(0, batch.Count * batch.SequenceLength).Select(i => batch.Observations[0].Row(i)[0]);
        return $"[{string.Join(",", frames)}] [{string.Join(",", batch.MaskPadding.Select(real => real ? 1 : 0))}]";
    }
}
