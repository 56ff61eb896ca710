using System.Runtime.InteropServices;

namespace Reverie.Torch.Onnx;

/// <summary>
/// A tensor that an ONNX graph will compute. Its methods are named as those of <see cref="Tensor"/> and <see cref="F"/>, do the same, and
/// add the operators that it takes to the graph.
/// </summary>
public sealed partial class OnnxValue
{
    internal OnnxValue(OnnxGraph graph, string name) => (Graph, Name) = (graph, name);

    /// <summary>The graph that it belongs to.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>Its name in the graph.</summary>
    public string Name { get; }

    /// <summary>An operator of one input and one output.</summary>
    /// <inheritdoc cref="OnnxGraph.Call"/>
    public OnnxValue Call(string operation, params ReadOnlySpan<(string Name, object Value)> attributes) => Graph.Call(operation, [this], 1, attributes)[0];

    /// <summary>An operator of several inputs, this one first, and one output.</summary>
    /// <inheritdoc cref="OnnxGraph.Call"/>
    public OnnxValue Call(string operation, ReadOnlySpan<OnnxValue?> others, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Graph.Call(operation, [this, .. others], 1, attributes)[0];

    /// <summary>An operator of this value and of weights; those that are null are left out.</summary>
    /// <inheritdoc cref="OnnxGraph.Call"/>
    public OnnxValue Call(string operation, ReadOnlySpan<Tensor?> weights, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var inputs = new List<OnnxValue> { this };
        foreach (var weight in weights)
        {
            if (weight is not null)
                inputs.Add(Graph.Weight(weight));
        }
        return Graph.Call(operation, CollectionsMarshal.AsSpan(inputs), 1, attributes)[0];
    }
}
