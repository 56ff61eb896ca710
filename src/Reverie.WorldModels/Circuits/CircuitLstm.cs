using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Circuits;

/// <summary>
/// The long short-term memory before a circuit with mixed memory (Lechner and Hasani, 2020): its cell state lasts, and the circuit replaces its
/// hidden state. Gates in the order input, input gate, forget gate, output gate; 1 is added to the forget gate.
/// </summary>
internal sealed class CircuitLstm : Module
{
    private readonly Linear _input;
    private readonly Linear _recurrent;

    public CircuitLstm(long inputSize, long stateSize, Generator? generator)
    {
        _input = Child("input_map", new Linear(inputSize, 4 * stateSize, generator: generator));
        _recurrent = Child("recurrent_map", new Linear(stateSize, 4 * stateSize, bias: false, generator));
        using var noGrad = new NoGrad();
        _input.Weight.CopyFrom(Init.XavierUniform(_input.Weight.Shape, generator));
        _input.Bias!.UniformInPlace(-0.1, 0.1, generator);
        _recurrent.Weight.CopyFrom(Init.Orthogonal(4 * stateSize, stateSize, 1, generator));
    }

    /// <summary>What the inputs of a whole sequence say to the gates.</summary>
    public Tensor Project(Tensor x) => _input.Forward(x);

    /// <param name="projected">Of <see cref="Project"/>, [B, 4 S].</param>
    /// <param name="hidden">[B, S]</param>
    /// <param name="cell">[B, S]</param>
    /// <returns>Both anew.</returns>
    public (Tensor Hidden, Tensor Cell) Step(Tensor projected, Tensor hidden, Tensor cell)
    {
        var gates = projected.AddMatMul(hidden, _recurrent.Weight.T).Chunk(4, -1);
        cell = cell * (gates[2] + 1).Sigmoid() + gates[0].Tanh() * gates[1].Sigmoid();
        return (cell.Tanh() * gates[3].Sigmoid(), cell);
    }
}
