namespace Reverie.Torch.Sequences;

/// <summary>A memory of constant size that can be looked at layer by layer.</summary>
public interface ILayeredMemory
{
    /// <summary>What each layer holds, first to last, [B, n] each: good until the next step.</summary>
    IReadOnlyList<Tensor> Layers { get; }

    /// <summary>Whether the numbers are those of units that can be looked at one by one, as of a neural circuit.</summary>
    bool HasUnits => false;
}
