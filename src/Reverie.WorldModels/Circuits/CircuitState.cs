using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.WorldModels.Circuits;

/// <summary>What a stack of circuits remembers.</summary>
public sealed class CircuitState : RecurrentState, ILayeredMemory
{
    private readonly int[] _slots;

    internal CircuitState(long batch, IReadOnlyList<Circuit> circuits, ScalarType type, Device device)
        : base(batch, [.. circuits.SelectMany(Slots)], type, device)
    {
        // A circuit has one tensor, or two where it has mixed memory; these say where each begins, and where the last ends.
        _slots = new int[circuits.Count + 1];
        foreach (var (i, circuit) in circuits.Index())
            _slots[i + 1] = _slots[i] + (circuit.MixedMemory ? 2 : 1);
    }

    private CircuitState(CircuitState original) : base(original) => _slots = original._slots;

    /// <summary>How many circuits there are.</summary>
    public int Circuits => _slots.Length - 1;

    public IReadOnlyList<Tensor> Layers => [.. All().Select(memory => memory.Hidden)];

    public bool HasUnits => true;

    /// <summary>What one circuit remembers.</summary>
    public CircuitMemory Memory(int circuit) =>
        new(Get(_slots[circuit]), _slots[circuit + 1] - _slots[circuit] == 2 ? Get(_slots[circuit] + 1) : null);

    public override IBackboneState Clone() => new CircuitState(this);

    internal CircuitMemory[] All() => [.. Enumerable.Range(0, Circuits).Select(Memory)];

    internal void Store(CircuitMemory[] memories)
    {
        foreach (var (i, memory) in memories.Index())
        {
            Set(_slots[i], memory.Hidden);
            if (memory.Cell is { } cell)
                Set(_slots[i] + 1, cell);
        }
    }

    private static IEnumerable<StateSlot> Slots(Circuit circuit, int index)
    {
        yield return new($"{index}.hidden", [circuit.StateSize]);
        if (circuit.MixedMemory)
            yield return new($"{index}.cell", [circuit.StateSize]);
    }
}
