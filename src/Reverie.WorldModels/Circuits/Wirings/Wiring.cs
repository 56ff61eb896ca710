using Reverie.Torch;

namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>Who is connected to whom in a neural circuit, and whether the synapse excites (1) or inhibits (-1).</summary>
public sealed class Wiring
{
    private readonly sbyte[] _synapses;
    private readonly sbyte[] _sensorySynapses;

    /// <param name="inputSize">Sensory neurons.</param>
    /// <param name="outputSize">Motor neurons, which have the lowest numbers.</param>
    /// <param name="layers">The neurons of each layer, from the senses to the motors; every neuron is in one.</param>
    internal Wiring(int inputSize, int outputSize, IReadOnlyList<IReadOnlyList<int>> layers)
    {
        (InputSize, OutputSize, Layers) = (inputSize, outputSize, layers);
        Units = layers.Sum(layer => layer.Count);
        _synapses = new sbyte[(long)Units * Units];
        _sensorySynapses = new sbyte[(long)inputSize * Units];
    }

    /// <summary>Sensory neurons, one for each input.</summary>
    public int InputSize { get; }

    /// <summary>All other neurons.</summary>
    public int Units { get; }

    /// <summary>Motor neurons: the first ones.</summary>
    public int OutputSize { get; }

    /// <summary>The neurons of each layer, from the senses to the motors.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Layers { get; }

    /// <summary>How many synapses there are between neurons.</summary>
    public int SynapseCount => _synapses.Count(polarity => polarity != 0);

    /// <summary>How many synapses there are from the senses.</summary>
    public int SensorySynapseCount => _sensorySynapses.Count(polarity => polarity != 0);

    /// <summary>1, -1, or 0 for no synapse.</summary>
    public int Synapse(int source, int destination) => _synapses[(long)source * Units + destination];

    /// <inheritdoc cref="Synapse"/>
    public int SensorySynapse(int sense, int destination) => _sensorySynapses[(long)sense * Units + destination];

    /// <summary>All synapses between neurons, [units, units]: a row for each source.</summary>
    public Tensor Adjacency() => Matrix(_synapses, Units);

    /// <summary>All synapses from the senses, [inputs, units].</summary>
    public Tensor SensoryAdjacency() => Matrix(_sensorySynapses, InputSize);

    internal void Connect(int source, int destination, int polarity) => _synapses[(long)source * Units + destination] = (sbyte)polarity;

    internal void ConnectSense(int sense, int destination, int polarity) => _sensorySynapses[(long)sense * Units + destination] = (sbyte)polarity;

    private Tensor Matrix(sbyte[] synapses, int rows) => Tensor.From(Array.ConvertAll(synapses, polarity => (float)polarity), rows, Units);
}
