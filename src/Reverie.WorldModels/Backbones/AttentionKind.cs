namespace Reverie.WorldModels.Backbones;

/// <summary>What a token may look at.</summary>
public enum AttentionKind
{
    /// <summary>Itself and everything before it. The only kind for which imagining token by token equals the full pass.</summary>
    Causal,

    /// <summary>Also the later tokens of its own block.</summary>
    BlockCausal,
}
