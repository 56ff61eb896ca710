using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Circuits;

/// <summary>A cell with what may stand around it: a long short-term memory before it, a linear map behind it.</summary>
public sealed class Circuit : Module
{
    private readonly CircuitLstm? _lstm;
    private readonly Linear? _projection;

    /// <param name="cell">The circuit takes it over.</param>
    /// <param name="mixedMemory">Whether a long short-term memory stands before it.</param>
    /// <param name="projectionSize">Numbers of one output; null: those of the cell.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public Circuit(CircuitCell cell, bool mixedMemory = false, long? projectionSize = null, Generator? generator = null)
    {
        Cell = Child("rnn_cell", cell);
        _lstm = mixedMemory ? Child("lstm", new CircuitLstm(cell.InputSize, cell.StateSize, generator)) : null;
        _projection = projectionSize is { } size ? Child("fc", new Linear(cell.OutputSize, size, generator: generator)) : null;
        OutputSize = projectionSize ?? cell.OutputSize;
    }

    public CircuitCell Cell { get; }

    public long InputSize => Cell.InputSize;

    /// <summary>Numbers of the state.</summary>
    public long StateSize => Cell.StateSize;

    public long OutputSize { get; }

    /// <summary>Whether a memory needs a cell state.</summary>
    public bool MixedMemory => _lstm is not null;

    /// <summary>A memory of zeros.</summary>
    public CircuitMemory CreateMemory(long batch)
    {
        var parameter = Parameters().First();
        return new(Zeros(), MixedMemory ? Zeros() : null);

        Tensor Zeros() => Tensor.Zeros([batch, StateSize], parameter.DType, parameter.Device);
    }

    /// <summary>Walks through a sequence.</summary>
    /// <param name="x">[B, T, input], at least one step.</param>
    /// <param name="memory">What was before.</param>
    /// <param name="times">Time that passes at each step, for each row, [B, T]; null: 1.</param>
    /// <param name="padding">Truth values [B, T, 1]: steps that leave the memory as it was; null: none.</param>
    /// <returns>[B, T, output], and what is remembered.</returns>
    public (Tensor Outputs, CircuitMemory Memory) Forward(Tensor x, CircuitMemory memory, Tensor? times = null, Tensor? padding = null)
    {
        if (x.Dim != 3 || x.Size(2) != InputSize || x.Size(1) == 0)
            throw new ArgumentException($"The inputs are {x} but must be [batch, steps, {InputSize}], with at least one step.", nameof(x));
        if (times is not null && !times.Shape.SequenceEqual(x.Shape[..2]))
            throw new ArgumentException($"The times are {times} but must be [{x.Size(0)}, {x.Size(1)}]: one for each row and step.", nameof(times));
        if (memory.Cell is null == MixedMemory)
            throw new ArgumentException("The memory must have a cell state if, and only if, the circuit has mixed memory.", nameof(memory));
        Tensor outputs;
        if (_lstm is null)
        {
            (outputs, var hidden) = Cell.Run(x, memory.Hidden, times, padding);
            memory = new(hidden);
        }
        else
        {
            (outputs, memory) = Mixed(_lstm, x, memory, times, padding);
        }
        return (_projection?.Forward(outputs) ?? outputs, memory);
    }

    private (Tensor Outputs, CircuitMemory Memory) Mixed(CircuitLstm lstm, Tensor x, CircuitMemory memory, Tensor? times, Tensor? padding)
    {
        var pass = Cell.Begin(x, times);
        var gates = lstm.Project(x); // [B, T, 4 S]
        var states = new Tensor[x.Size(1)];
        for (int t = 0; t < states.Length; t++)
        {
            var (hidden, cell) = lstm.Step(gates.Select(1, t), memory.Hidden, memory.Cell!);
            var padded = padding?.Select(1, t);
            memory = new(CircuitCell.Kept(padded, memory.Hidden, pass.Step(t, hidden)), CircuitCell.Kept(padded, memory.Cell!, cell));
            states[t] = memory.Hidden;
        }
        return (Cell.Output(Tensor.Stack(states, 1)), memory);
    }
}
