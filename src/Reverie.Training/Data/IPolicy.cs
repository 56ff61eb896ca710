using Reverie.Environments.Arrays;

namespace Reverie.Training.Data;

/// <summary>Somebody who acts in several environments at once and may remember what each of them has shown.</summary>
public interface IPolicy
{
    /// <summary>Forgets everything and gets ready for N environments.</summary>
    /// <param name="environments">N.</param>
    /// <param name="burnIn">The latest steps of the episodes that go on, padded on the left, [N, burn-in, ...]; null for fresh episodes.</param>
    void Begin(int environments, SegmentBatch? burnIn = null);

    /// <summary>Chooses one action per environment and advances the memory. Where <see cref="StepBatch.IsFirst"/> is set, the memory begins anew.</summary>
    /// <param name="seen">What the environments show, [N, ...].</param>
    /// <param name="how">Sampling.</param>
    /// <param name="actions">Receives the actions, [N].</param>
    void Act(StepBatch seen, ActingOptions how, ActionBatch actions);

    /// <summary>Says what was done instead of what it chose last, where somebody else decided; a policy that remembers its actions remembers these.</summary>
    /// <param name="actions">What was done, [N].</param>
    void Remember(ActionBatch actions)
    {
    }

    /// <summary>Writes the memory, so that a collection can be interrupted between two steps.</summary>
    void SaveMemory(BinaryWriter writer);

    /// <summary>Goes on with a memory that <see cref="SaveMemory"/> wrote.</summary>
    /// <param name="environments">N.</param>
    /// <param name="reader">Where it was written.</param>
    void RestoreMemory(int environments, BinaryReader reader);

    /// <summary>Forgets everything and frees the memory.</summary>
    void End();
}
