using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Circuits;

/// <summary>The sizes of a wiring that are not to follow from the number of neurons; see <see cref="Wirings.NcpPlan"/>.</summary>
public sealed record NcpOptions
{
    [Range(1, SizeRules.Widest)]
    public int InterNeurons { get; init; } = 653;

    [Range(1, SizeRules.Widest)]
    public int CommandNeurons { get; init; } = 435;

    /// <summary>Synapses from each input.</summary>
    [Range(1, SizeRules.Widest)]
    public int SensoryFanout { get; init; } = 326;

    /// <summary>Synapses from each inter neuron.</summary>
    [Range(1, SizeRules.Widest)]
    public int InterFanout { get; init; } = 217;

    /// <summary>Synapses that are drawn among command neurons.</summary>
    [Range(0, 1 << 20)]
    public int RecurrentCommandSynapses { get; init; } = 435;

    /// <summary>Synapses to each motor neuron.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("motor_fanin")]
    public int MotorFanin { get; init; } = 217;
}
