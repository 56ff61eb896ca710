namespace Reverie.WorldModels.Circuits;

/// <summary>Who is connected to whom in a circuit.</summary>
public enum CircuitWiring
{
    /// <summary>Inter, command and motor neurons; sizes and synapses follow from the number of neurons and the sparsity.</summary>
    AutoNcp,

    /// <summary>Inter, command and motor neurons with sizes of one's own, <see cref="CircuitOptions.Ncp"/>.</summary>
    Ncp,

    FullyConnected,

    Random,

    /// <summary>No wiring: a closed-form cell with a dense backbone.</summary>
    None,
}
