namespace Reverie.Torch.Sequences;

/// <summary>What a backbone remembers: a key/value cache, a state-space state, a hidden state. Outlives tensor scopes until disposed.</summary>
public interface IBackboneState : IDisposable
{
    /// <summary>Rows B.</summary>
    long Batch { get; }

    /// <summary>Steps seen so far; the position of the next input.</summary>
    long Length { get; }

    /// <summary>Forgets everything, without giving memory back.</summary>
    void Clear();

    /// <summary>Keeps only these rows, in this order; a row may be taken several times.</summary>
    /// <param name="rows">Integers [B'].</param>
    void SelectRows(Tensor rows);

    /// <summary>An independent copy.</summary>
    IBackboneState Clone();
}
