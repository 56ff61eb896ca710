using Reverie.Torch;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Circuits;

/// <summary>
/// A closed-form cell without backbone for each layer of a wiring. A layer reads what the one before it has just become, and its own old
/// state; only the two branches are as sparse as the wiring, and within a layer all neurons are connected, as in the reference package.
/// The state is that of all layers, from the senses to the motors.
/// </summary>
public sealed class WiredCfcCell : CircuitCell
{
    private readonly CfcCell[] _layers;
    private readonly long[] _sizes;

    /// <param name="wiring">Who is connected to whom.</param>
    /// <param name="mode">How the branches are joined.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public WiredCfcCell(Wiring wiring, CfcMode mode = CfcMode.Default, Generator? generator = null)
        : base(wiring.InputSize, wiring.Units, wiring.Layers[^1].Count)
    {
        _layers = [.. wiring.Layers.Select((_, i) => Child($"layer_{i}", Layer(wiring, i, mode, generator)))];
        _sizes = [.. _layers.Select(layer => layer.StateSize)];
    }

    public override CircuitPass Begin(Tensor x, Tensor? times) =>
        new WiredCfcPass([.. _layers.Select(layer => layer.Prepare(times is null))], _sizes, x, times);

    public override Tensor Output(Tensor hidden) => hidden.Narrow(-1, StateSize - OutputSize, OutputSize);

    /// <inheritdoc/>
    /// <remarks>No layer reads a later one, so each walks through the whole sequence before the next: one product for all its inputs.</remarks>
    public override (Tensor Outputs, Tensor Hidden) Run(Tensor x, Tensor hidden, Tensor? times = null, Tensor? padding = null)
    {
        var parts = hidden.SplitSizes(_sizes);
        for (int i = 0; i < _layers.Length; i++)
            (x, parts[i]) = _layers[i].Run(x, parts[i], times, padding);
        return (x, Tensor.Cat(parts, -1));
    }

    private static CfcCell Layer(Wiring wiring, int index, CfcMode mode, Generator? generator)
    {
        var layer = wiring.Layers[index];
        int before = index == 0 ? wiring.InputSize : wiring.Layers[index - 1].Count;
        return new CfcCell(before, layer.Count, mode, backboneLayers: 0, mask: Mask(wiring, index, before), generator: generator);
    }

    /// <summary>1 where a synapse leads from the layer before to a neuron, and for the whole layer itself; [layer, before + layer].</summary>
    private static Tensor Mask(Wiring wiring, int index, int before)
    {
        var layer = wiring.Layers[index];
        int columns = before + layer.Count;
        float[] mask = new float[layer.Count * columns];
        for (int row = 0; row < layer.Count; row++)
        {
            for (int source = 0; source < before; source++)
            {
                int synapse = index == 0
                    ? wiring.SensorySynapse(source, layer[row])
                    : wiring.Synapse(wiring.Layers[index - 1][source], layer[row]);
                mask[row * columns + source] = Math.Abs(synapse);
            }
            mask.AsSpan(row * columns + before, layer.Count).Fill(1);
        }
        return Tensor.From(mask, layer.Count, columns);
    }
}
