using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>
/// Recurrent cells on top of each other, each fed with the hidden state of the one below: a GRU, the recurrence of Dreamer.
/// Gradients flow through time, from call to call, until the state is detached. A padded step leaves the memory as it was.
/// </summary>
public sealed class CellBackbone : Module, ISequenceBackbone
{
    private readonly ModuleList<RecurrentCell> _cells;
    private readonly Tensor[] _starts;

    /// <param name="cells">Bottom to top.</param>
    /// <param name="learnedStart">Begin with a trained memory, tanh of a parameter, instead of zeros (as DreamerV3).</param>
    /// <exception cref="ArgumentException">There is no cell, or one does not take what the one below gives.</exception>
    public CellBackbone(IReadOnlyList<RecurrentCell> cells, bool learnedStart = false)
    {
        if (cells.Count == 0)
            throw new ArgumentException("A recurrent backbone needs at least one cell.", nameof(cells));
        for (int i = 1; i < cells.Count; i++)
        {
            if (cells[i].InputSize != cells[i - 1].HiddenSize)
                throw new ArgumentException($"Cell {i} takes {cells[i].InputSize} numbers but cell {i - 1} gives {cells[i - 1].HiddenSize}.", nameof(cells));
        }
        _cells = Child("cells", new ModuleList<RecurrentCell>(cells));
        _starts = learnedStart ? [.. cells.Select((cell, i) => Parameter($"start.{i}", Tensor.Zeros([cell.HiddenSize])))] : [];
    }

    /// <summary>GRU cells of one width.</summary>
    public static CellBackbone Gru(long inputSize, long hiddenSize, int layers = 1, Generator? generator = null) =>
        new([.. Enumerable.Range(0, layers).Select(i => new GruCell(i == 0 ? inputSize : hiddenSize, hiddenSize, generator))]);

    public long InputSize => _cells[0].InputSize;

    public long OutputSize => _cells[_cells.Count - 1].HiddenSize;

    public IBackboneState CreateState(long batch, long capacity) => CreateState(batch);

    public Tensor Forward(SequenceInput input, IBackboneState? state = null)
    {
        if (state is not (null or CellState))
            throw new ArgumentException($"A recurrent backbone needs a state from its own CreateState, not a {state.GetType().Name}.", nameof(state));
        var memory = (CellState?)state;
        var x = input.Embeddings;
        RecurrentInput.Require(input, InputSize, memory);
        long batch = x.Size(0), steps = x.Size(1);
        if (steps == 0)
            return Tensor.Zeros([batch, 0, OutputSize], x.DType, x.Device);
        using var scope = new TensorScope();
        using var fresh = memory is null ? CreateState(batch) : null;
        var padding = RecurrentInput.Padding(input, memory);
        var hidden = (memory ?? fresh!).All();
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
            outputs[t] = Step(x.Select(1, t), hidden, padding?.Select(1, t));
        memory?.Store(hidden);
        memory?.Advance(steps);
        return scope.Keep(Tensor.Stack(outputs, 1));
    }

    /// <summary>One step of all cells, whose memory is replaced.</summary>
    /// <param name="x">[B, E]</param>
    /// <param name="hidden">[B, H] for each cell.</param>
    /// <param name="padding">Truth values [B, 1]; null: no row is padding.</param>
    private Tensor Step(Tensor x, Tensor[] hidden, Tensor? padding)
    {
        foreach (var (i, cell) in _cells.Index())
        {
            var next = cell.Forward(x, hidden[i]);
            x = hidden[i] = padding is null ? next : Tensor.Where(padding, hidden[i], next);
        }
        return x;
    }

    private CellState CreateState(long batch)
    {
        var parameter = _cells[0].Parameters().First();
        return new CellState(batch, _cells, _starts, parameter.DType, parameter.Device);
    }
}
