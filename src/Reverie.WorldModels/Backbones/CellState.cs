using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Backbones;

/// <summary>The hidden states of a stack of recurrent cells.</summary>
public sealed class CellState : RecurrentState, ILayeredMemory
{
    internal CellState(long batch, IReadOnlyList<RecurrentCell> cells, IReadOnlyList<Tensor> starts, ScalarType type, Device device)
        : base(batch, [.. cells.Select((cell, i) => Slot(cell, starts.Count == 0 ? null : starts[i], i))], type, device) => Cells = cells.Count;

    private CellState(CellState original) : base(original) => Cells = original.Cells;

    /// <summary>How many cells there are.</summary>
    public int Cells { get; }

    public IReadOnlyList<Tensor> Layers => All();

    /// <summary>The hidden state of one cell, [B, H].</summary>
    public Tensor Hidden(int cell) => Get(cell);

    public override IBackboneState Clone() => new CellState(this);

    internal Tensor[] All() => [.. Enumerable.Range(0, Cells).Select(Get)];

    internal void Store(Tensor[] hidden)
    {
        foreach (var (i, tensor) in hidden.Index())
            Set(i, tensor);
    }

    private static StateSlot Slot(RecurrentCell cell, Tensor? start, int index) =>
        new($"{index}.hidden", [cell.HiddenSize], Learned: start is null ? null : () => start.Tanh());
}
