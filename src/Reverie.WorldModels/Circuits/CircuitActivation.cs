namespace Reverie.WorldModels.Circuits;

/// <summary>What follows each layer of a cell's backbone.</summary>
public enum CircuitActivation
{
    /// <summary>1.7159 tanh(0.666 x) (LeCun et al., 1998).</summary>
    LecunTanh,

    Tanh,

    Relu,

    Silu,

    /// <summary>The exact one.</summary>
    Gelu,
}
