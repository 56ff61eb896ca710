namespace Reverie.Training.Iris.Options;

/// <summary>What a token of the world model may look at.</summary>
public enum AttentionMask
{
    /// <summary>Itself and everything before it.</summary>
    Causal,

    /// <summary>Also the later tokens of its own step.</summary>
    BlockCausal,
}
