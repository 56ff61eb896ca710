using Reverie.Environments.Arrays;
using Reverie.Environments.Crafter;
using Reverie.Training.Data;

namespace Reverie.Training.Tests.Evaluation;

/// <summary>Opens a game of Crafter as the recorded run of seed 4 does: digs twice, then plants.</summary>
internal sealed class OpeningPolicy : IPolicy
{
    private int _acts;

    public void Begin(int environments, SegmentBatch? burnIn = null) => _acts = 0;

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions) =>
        actions.Integers[0] = (long)(_acts++ < 2 ? CrafterAction.Do : CrafterAction.PlacePlant);

    public void SaveMemory(BinaryWriter writer) => writer.Write(_acts);

    public void RestoreMemory(int environments, BinaryReader reader) => _acts = reader.ReadInt32();

    public void End() => _acts = 0;
}
