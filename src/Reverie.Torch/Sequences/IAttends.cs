namespace Reverie.Torch.Sequences;

/// <summary>A backbone that can say where it looked, for people to see.</summary>
public interface IAttends
{
    /// <summary>How much the step that a state was fed last looked at each step, averaged over heads and layers. The state stays as it is.</summary>
    /// <param name="last">That step as it was fed, [B, 1, E].</param>
    /// <param name="state">The state behind it.</param>
    /// <returns>[B, S], each row adding up to 1; null where there is no attention in it, or nothing was fed.</returns>
    Tensor? Attention(SequenceInput last, IBackboneState state);
}
