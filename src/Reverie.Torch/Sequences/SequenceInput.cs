namespace Reverie.Torch.Sequences;

/// <summary>What a backbone is given.</summary>
/// <param name="Embeddings">[B, T, E]</param>
/// <param name="AttentionMask">[B, S + T] integers over the state's S steps and these T, 0 where a step is padding; null: none is.</param>
/// <param name="Positions">[B, T] integers; null: counted on from each row's last reset.</param>
public readonly record struct SequenceInput(Tensor Embeddings, Tensor? AttentionMask = null, Tensor? Positions = null)
{
    public static implicit operator SequenceInput(Tensor embeddings) => new(embeddings);
}
