using Reverie.Environments.Arrays;
using Reverie.Training.Data;

namespace TabularQ;

/// <summary>Takes the action of the highest value. It remembers nothing between steps.</summary>
public sealed class QPolicy(QTable table) : IPolicy
{
    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        for (int i = 0; i < seen.Count; i++)
            actions.Integers[i] = Best(table.Of(seen.Row(i), seen.Layout));
    }

    public void SaveMemory(BinaryWriter writer)
    {
    }

    public void RestoreMemory(int environments, BinaryReader reader)
    {
    }

    public void End()
    {
    }

    public static int Best(double[] values) => Array.IndexOf(values, values.Max());
}
