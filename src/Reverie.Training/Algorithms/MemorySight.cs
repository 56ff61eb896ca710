using Reverie.Torch;
using Reverie.Torch.Sequences;

namespace Reverie.Training.Algorithms;

/// <summary>
/// What there is to see of a backbone's memory: where attention looked, what units hold, or how far memories of constant size moved since they
/// were looked at last. Nothing that it does changes the memory.
/// </summary>
public sealed class MemorySight
{
    private float[][] _before = [];
    private long _length;
    private IReadOnlyList<Insight> _moved = [];

    /// <summary>Looks at one row.</summary>
    /// <param name="memory">The memory; null: there is none.</param>
    /// <param name="row">Which row of its batch.</param>
    public IReadOnlyList<Insight> Of(BackboneMemory? memory, int row = 0)
    {
        if (memory is null)
            return [];
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        if (memory.State is ILayeredMemory layers)
            return layers.HasUnits ? Units(layers, row) : Moves(layers, memory.State.Length, row);
        return memory is { Backbone: IAttends attends, Last: { } last } && attends.Attention(last, memory.State) is { } shares
            ? [Attention(shares, memory, row)] : [];
    }

    private static Insight Attention(Tensor shares, BackboneMemory memory, int row)
    {
        float[] each = shares.Select(0, row).ToArray<float>();
        // Steps that were forgotten lie before those that are seen.
        int seen = (int)memory.State.Positions().ToArray<long>()[row], first = each.Length - seen;
        int steps = (seen + memory.StepSize - 1) / memory.StepSize;
        double[] sums = new double[steps];
        for (int i = first; i < each.Length; i++)
            sums[(i - first) / memory.StepSize] += each[i];
        return new("Attention over the steps so far")
        {
            Row = sums,
            RowEnds = [steps == 1 ? "" : $"{steps - 1} {(steps == 2 ? "step" : "steps")} ago", "now"],
            Note = "How much the newest input of the world model looks at each step, averaged over heads and layers.",
        };
    }

    private static IReadOnlyList<Insight> Units(ILayeredMemory memory, int row) =>
    [
        .. memory.Layers.Select((layer, i) => new Insight(memory.Layers.Count == 1 ? "Units of the circuit" : $"Units of circuit {i + 1}")
        {
            Row = Numbers(layer, row),
            RowEnds = ["unit 1", $"unit {layer.Size(1)}"],
            Note = "What each unit holds now; those below the line are negative.",
        }),
    ];

    private IReadOnlyList<Insight> Moves(ILayeredMemory memory, long length, int row)
    {
        // Asked twice about one step it says the same.
        if (length == _length && _before.Length > 0)
            return _moved;
        float[][] now = [.. memory.Layers.Select(layer => layer.Select(0, row).Float().ToArray<float>())];
        bool follows = length == _length + 1 && _before.Length == now.Length;
        _moved = !follows ? [] :
        [
            new("How far the memory moved")
            {
                Bars = [.. now.Select((layer, i) => new InsightBar($"layer {i + 1}", Distance(layer, _before[i])))],
                Note = "The length of the step that each layer's state took.",
            },
        ];
        (_before, _length) = (now, length);
        return _moved;
    }

    private static double[] Numbers(Tensor layer, int row) => [.. layer.Select(0, row).Float().ToArray<float>().Select(number => (double)number)];

    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return Math.Sqrt(sum);
    }
}
