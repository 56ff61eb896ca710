using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Circuits;

/// <summary>A circuit of a stack, with a LayerNorm before and dropout behind it.</summary>
internal sealed class CircuitBlock : Module
{
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;

    public CircuitBlock(Circuit circuit, double dropout)
    {
        _norm = Child("norm", new LayerNorm(circuit.InputSize));
        Circuit = Child("circuit", circuit);
        _dropout = Child("dropout", new Dropout(dropout));
    }

    public Circuit Circuit { get; }

    /// <inheritdoc cref="Circuit.Forward"/>
    public (Tensor Outputs, CircuitMemory Memory) Forward(Tensor x, CircuitMemory memory, Tensor? padding)
    {
        var (outputs, after) = Circuit.Forward(_norm.Forward(x), memory, padding: padding);
        return (_dropout.Forward(outputs), after);
    }
}
