namespace Reverie.Algorithms.Iris.Options;

/// <summary>What reads the sequence of a world model.</summary>
public enum WorldModelKind
{
    /// <summary>IRIS's own transformer.</summary>
    Transformer,

    /// <summary>A language model of any family.</summary>
    Llm,

    /// <summary>Neural circuits that read a whole step and foresee a whole frame.</summary>
    NcpSingleStep,

    /// <summary>Neural circuits that go token by token.</summary>
    NcpMultiStep,

    /// <summary>Nothing: copies of the real environment stand in for it.</summary>
    Dummy,
}
