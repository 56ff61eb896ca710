using System.Text.Json;
using Reverie.WorldModels.Circuits.Wirings;

namespace Reverie.WorldModels.Tests.Circuits;

/// <summary>Reads the constructor arguments of a recorded wiring.</summary>
internal static class RecordedPlan
{
    public static WiringPlan From(JsonElement config)
    {
        return config.GetProperty("type").GetString() switch
        {
            "AutoNCP" => NcpPlan.Auto(Number("units"), Number("output_size"), config.GetProperty("sparsity_level").GetDouble(), Seed("seed")),
            "NCP" => new NcpPlan(
                Number("inter_neurons"),
                Number("command_neurons"),
                Number("motor_neurons"),
                Number("sensory_fanout"),
                Number("inter_fanout"),
                Number("recurrent_command_synapses"),
                Number("motor_fanin"),
                Seed("seed")),
            "FullyConnected" => new FullyConnectedPlan(
                Number("units"),
                Number("output_dim"),
                Seed("erev_init_seed"),
                !config.TryGetProperty("self_connections", out var self) || self.GetBoolean()),
            "Random" => new RandomPlan(Number("units"), Number("output_dim"), config.GetProperty("sparsity_level").GetDouble(), Seed("random_seed")),
            var type => throw new ArgumentException(type),
        };

        int Number(string name) => config.GetProperty(name).GetInt32();

        uint Seed(string name) => config.GetProperty(name).GetUInt32();
    }
}
