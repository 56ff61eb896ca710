using System.Globalization;
using System.Runtime.InteropServices;

namespace Reverie.Torch.Onnx;

/// <summary>
/// A network as a graph of ONNX operators with its weights inside: what game engines and other runtimes load. Give it inputs, pass them
/// through the layers (<see cref="Modules.Layer.Forward(OnnxValue)"/>), name the outputs, and save. Weights are copied when they are
/// used, as float32 whatever the network computed in; later training does not reach them.
/// </summary>
/// <param name="name">The graph's name in the file.</param>
public sealed class OnnxGraph(string name)
{
    /// <summary>Version of ONNX's operators, of 2022: old enough for engines, the first with layer normalisation.</summary>
    public const int Opset = 17;

    // A protobuf message ends at 2 GiB; nodes, names and constants have room in the rest.
    private const long MostWeightBytes = int.MaxValue - (16L << 20);

    private static readonly string Version = typeof(OnnxGraph).Assembly.GetName().Version!.ToString(3);
    private readonly Dictionary<Tensor, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, OnnxValue> _weights = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, OnnxValue> _constants = [];
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxInitializer> _initializers = [];
    private readonly List<OnnxPort> _inputs = [];
    private readonly List<OnnxPort> _outputs = [];
    private long _weightBytes;

    public string Name => name;

    /// <summary>What the file says of itself, by name: free text that runtimes show as metadata. Reverie's version is there from the start.</summary>
    public IDictionary<string, string> Properties { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["reverie_version"] = Version };

    public IReadOnlyList<OnnxPort> Inputs => _inputs;

    public IReadOnlyList<OnnxPort> Outputs => _outputs;

    internal IReadOnlyList<OnnxNode> Nodes => _nodes;

    internal IReadOnlyList<OnnxInitializer> Initializers => _initializers;

    /// <summary>An input of the model.</summary>
    /// <param name="port">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Sizes, or names where the model's user chooses: <c>"batch", 3, 64, 64</c>.</param>
    public OnnxValue Input(string port, OnnxType type, params ReadOnlySpan<OnnxSize> shape)
    {
        _inputs.Add(new OnnxPort(port, type, shape.ToArray()));
        return new OnnxValue(this, port);
    }

    /// <summary>Makes a value an output of the model.</summary>
    /// <param name="port">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its shape, as for <see cref="Input"/>.</param>
    public void Output(string port, OnnxValue value, OnnxType type, params ReadOnlySpan<OnnxSize> shape)
    {
        _outputs.Add(new OnnxPort(port, type, shape.ToArray()));
        Add("Identity", [value], [port], []);
    }

    /// <summary>Says how weights are called in the file; those without a name are numbered.</summary>
    /// <param name="weights">A module's <see cref="Modules.Module.NamedParameters"/>.</param>
    public void NameWeights(IEnumerable<(string Name, Tensor Tensor)> weights)
    {
        foreach (var (weight, tensor) in weights)
            _names[tensor] = weight;
    }

    /// <summary>A weight as it is now, as float32; a tensor that is used twice is stored once.</summary>
    /// <exception cref="TorchException">The weights would not fit into one ONNX file.</exception>
    public OnnxValue Weight(Tensor tensor)
    {
        if (!_weights.TryGetValue(tensor, out var value))
            _weights[tensor] = value = Store(_names.GetValueOrDefault(tensor) ?? $"weight_{_initializers.Count}", tensor);
        return value;
    }

    /// <summary>A weight in another arrangement than the module's, named after it.</summary>
    /// <param name="arranged">What the file shall hold.</param>
    /// <param name="original">The module's own tensor.</param>
    /// <exception cref="TorchException">The weights would not fit into one ONNX file.</exception>
    public OnnxValue Weight(Tensor arranged, Tensor original) =>
        Store($"{_names.GetValueOrDefault(original) ?? $"weight_{_initializers.Count}"}.arranged", arranged);

    /// <summary>A number that takes part in arithmetic, without dimensions.</summary>
    public OnnxValue Constant(double number) => Constant(OnnxType.Float32, [], MemoryMarshal.AsBytes<float>([(float)number]));

    /// <summary>A vector of numbers.</summary>
    public OnnxValue Constant(params ReadOnlySpan<float> numbers) => Constant(OnnxType.Float32, [numbers.Length], MemoryMarshal.AsBytes(numbers));

    /// <summary>A vector of integers, such as a shape.</summary>
    public OnnxValue Constant(params ReadOnlySpan<long> integers) => Constant(OnnxType.Int64, [integers.Length], MemoryMarshal.AsBytes(integers));

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">Its name in ONNX.</param>
    /// <param name="inputs">Its inputs, null where an optional one is left out.</param>
    /// <param name="outputs">How many outputs it has.</param>
    /// <param name="attributes">Each a double, int, long, string or long[].</param>
    public OnnxValue[] Call(string operation, ReadOnlySpan<OnnxValue?> inputs, int outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string node = string.Create(CultureInfo.InvariantCulture, $"{operation}_{_nodes.Count}");
        string[] names = outputs == 1 ? [node] : [.. Enumerable.Range(0, outputs).Select(index => $"{node}:{index}")];
        Add(operation, inputs, names, attributes);
        return [.. names.Select(output => new OnnxValue(this, output))];
    }

    /// <summary>Writes the model.</summary>
    /// <returns>What its user must know.</returns>
    public OnnxModelInfo Save(Stream output)
    {
        OnnxEncoder.Model(this, Version).WriteTo(output);
        return new OnnxModelInfo(_inputs, _outputs, Opset);
    }

    private void Add(string operation, ReadOnlySpan<OnnxValue?> inputs, string[] outputs, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string[] names = new string[inputs.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (inputs[i] is { } input && input.Graph != this)
                throw new ArgumentException($"'{input.Name}', an input of {operation}, belongs to another graph.", nameof(inputs));
            names[i] = inputs[i]?.Name ?? "";
        }
        _nodes.Add(new OnnxNode(string.Create(CultureInfo.InvariantCulture, $"{operation}_{_nodes.Count}"), operation, names, outputs, attributes.ToArray()));
    }

    private OnnxValue Store(string weight, Tensor tensor)
    {
        _weightBytes += tensor.NumElements * sizeof(float);
        if (_weightBytes > MostWeightBytes)
        {
            throw new TorchException(
                $"The weights of '{name}' take more than 2 GB as float32, and an ONNX file cannot be larger; export a smaller network.");
        }
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        return Store(new OnnxInitializer(weight, OnnxType.Float32, tensor.Shape.ToArray(), tensor.Float().ToBytes()));
    }

    private OnnxValue Store(OnnxInitializer tensor)
    {
        _initializers.Add(tensor);
        return new OnnxValue(this, tensor.Name);
    }

    private OnnxValue Constant(OnnxType type, long[] shape, ReadOnlySpan<byte> data)
    {
        string key = $"{type} {shape.Length} {Convert.ToHexString(data)}";
        if (!_constants.TryGetValue(key, out var value))
            _constants[key] = value = Store(new OnnxInitializer($"constant_{_constants.Count}", type, shape, data.ToArray()));
        return value;
    }
}
