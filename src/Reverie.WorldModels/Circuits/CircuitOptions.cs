using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Circuits;

/// <summary>Neural circuits on top of each other as the memory of a world model. The defaults are those of the world model with 87 million parameters.</summary>
public sealed record CircuitOptions : IValidatableObject
{
    public CircuitKind Kind { get; init; } = CircuitKind.Cfc;

    public CircuitWiring Wiring { get; init; } = CircuitWiring.AutoNcp;

    /// <summary>Neurons of each circuit.</summary>
    [Range(1, SizeRules.Widest)]
    public int Units { get; init; } = 3264;

    /// <summary>Motor neurons among them: the numbers of one output.</summary>
    [Range(1, SizeRules.Widest)]
    public int OutputSize { get; init; } = 2176;

    /// <summary>Share of synapses that are missing. With the wirings auto_ncp and random.</summary>
    [Range(0.0, PlanRules.LargestSparsity)]
    public double Sparsity { get; init; } = 0.5;

    /// <summary>Draws the wiring.</summary>
    [Range(0L, uint.MaxValue)]
    public long Seed { get; init; } = NcpPlan.UsualSeed;

    /// <summary>Whether a neuron is connected to itself. With the wiring fully_connected.</summary>
    public bool SelfConnections { get; init; } = true;

    /// <summary>With the wiring ncp.</summary>
    public NcpOptions Ncp { get; init; } = new();

    /// <summary>Circuits, each with a LayerNorm before and dropout behind it.</summary>
    [Range(1, SizeRules.MostLayers)]
    [JsonPropertyName("num_layers")]
    public int LayerCount { get; init; } = 2;

    /// <summary>Dropout behind each circuit.</summary>
    [Range(0.0, 1.0)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>How a closed-form cell joins its branches.</summary>
    public CfcMode Mode { get; init; } = CfcMode.Default;

    /// <summary>Width of a closed-form cell's backbone. With the wiring none.</summary>
    [Range(1, SizeRules.Widest)]
    public int BackboneUnits { get; init; } = 128;

    /// <summary>Layers of a closed-form cell's backbone, 0 for no backbone. With the wiring none.</summary>
    [Range(0, SizeRules.MostLayers)]
    public int BackboneLayers { get; init; } = 1;

    /// <summary>Of that backbone.</summary>
    public CircuitActivation Activation { get; init; } = CircuitActivation.LecunTanh;

    /// <summary>A long short-term memory before each circuit.</summary>
    public bool MixedMemory { get; init; }

    /// <summary>How a liquid cell is solved and read.</summary>
    public LtcOptions Ltc { get; init; } = new();

    /// <summary>Refuses what cannot be built.</summary>
    /// <exception cref="ArgumentException">One sentence that says what to change.</exception>
    public void Validate()
    {
        SizeRules.Require(this);
        SizeRules.Require(Ncp);
        SizeRules.Require(Ltc);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Wiring == CircuitWiring.AutoNcp && PlanRules.TooFewUnits(Units, OutputSize) is not null)
        {
            yield return new ValidationResult(
                $"{{0}} ({Units}) must be at least {{1}} ({OutputSize}) + 3, and much more to be of use: all neurons but the outputs are between them "
                + "and the inputs.",
                [nameof(Units), nameof(OutputSize)]);
        }
        if (Wiring == CircuitWiring.Ncp && Units != Ncp.InterNeurons + Ncp.CommandNeurons + OutputSize)
        {
            yield return new ValidationResult(
                $"{{0}} ({Units}) must be {{1}} ({OutputSize}) plus the inter and command neurons in {{2}} ({Ncp.InterNeurons} and {Ncp.CommandNeurons}).",
                [nameof(Units), nameof(OutputSize), nameof(Ncp)]);
        }
        if (Wiring is CircuitWiring.Ncp or CircuitWiring.AutoNcp)
            yield break;
        if (Kind == CircuitKind.Cfc && Units != OutputSize)
        {
            yield return new ValidationResult(
                $"{{0}} ({Units}) and {{1}} ({OutputSize}) must be the same: without layers, every neuron of a closed-form circuit is an output.",
                [nameof(Units), nameof(OutputSize)]);
        }
        if (Kind == CircuitKind.Ltc && Wiring == CircuitWiring.None)
            yield return new ValidationResult("{0} must not be none for liquid neurons; fully_connected connects them all.", [nameof(Wiring)]);
        if (OutputSize > Units)
        {
            yield return new ValidationResult(
                $"{{0}} ({Units}) must be at least {{1}} ({OutputSize}), since the outputs are some of the neurons.", [nameof(Units), nameof(OutputSize)]);
        }
    }

    /// <summary>Who is connected to whom; null: no wiring.</summary>
    internal WiringPlan? Plan() => Wiring switch
    {
        CircuitWiring.AutoNcp => NcpPlan.Auto(Units, OutputSize, Sparsity, (uint)Seed),
        CircuitWiring.Ncp => new NcpPlan(
            Ncp.InterNeurons,
            Ncp.CommandNeurons,
            OutputSize,
            Ncp.SensoryFanout,
            Ncp.InterFanout,
            Ncp.RecurrentCommandSynapses,
            Ncp.MotorFanin,
            (uint)Seed),
        CircuitWiring.FullyConnected => new FullyConnectedPlan(Units, OutputSize, (uint)Seed, SelfConnections),
        CircuitWiring.Random => new RandomPlan(Units, OutputSize, Sparsity, (uint)Seed),
        _ => null,
    };
}
