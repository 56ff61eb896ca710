namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>What remembers in a world model.</summary>
public enum CellKind
{
    /// <summary>A gated recurrent cell.</summary>
    Gru,

    /// <summary>A language model whose own memory runs along time.</summary>
    Sequence,

    /// <summary>A language model that is the recurrent cell: it reads some vectors in every step, and only what it says there goes on.</summary>
    PseudoTokens,
}
