namespace Reverie.Training.Data;

/// <summary>A policy with a memory, as the collector sees it.</summary>
public interface ICollectorPolicy
{
    /// <summary>Forgets everything and gets ready for N environments.</summary>
    /// <param name="environments">N.</param>
    /// <param name="burnIn">The latest steps of the episodes that go on, padded on the left, [N, burn-in, ...]; null for fresh episodes.</param>
    void Reset(int environments, SegmentBatch? burnIn);

    /// <summary>Chooses one action per environment and advances the memory.</summary>
    /// <param name="observations">Pictures, [N, C, H, W].</param>
    /// <param name="sample">Whether to sample; otherwise the likeliest action.</param>
    /// <param name="temperature">Divisor of the logits when sampling.</param>
    /// <param name="actions">Receives the actions, [N].</param>
    void Act(ReadOnlySpan<byte> observations, bool sample, double temperature, Span<long> actions);

    /// <summary>Forgets everything and frees the memory.</summary>
    void Clear();
}
