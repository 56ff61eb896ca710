using System.Text.Json.Nodes;
using Reverie.Language.Attention;

namespace Reverie.Language.Models;

/// <summary>Rotary positions as <c>config.json</c> has them.</summary>
internal static class RotaryJson
{
    /// <summary>Reads <c>rope_theta</c> and <c>rope_scaling</c>, or the newer <c>rope_parameters</c>.</summary>
    public static RotaryConfig Read(ConfigReader config, string thetaName = "rope_theta")
    {
        var newer = config.Section("rope_parameters");
        var scaling = newer ?? config.Section("rope_scaling");
        var rotary = new RotaryConfig { Theta = newer?.OptionalReal("rope_theta") ?? config.Real(thetaName, 10000) };
        string type = scaling?.OptionalText("rope_type") ?? scaling?.OptionalText("type") ?? "default";
        return type switch
        {
            "default" => rotary,
            "linear" => rotary with { Scaling = RotaryScaling.Linear, Factor = scaling!.Real("factor", 1) },
            "llama3" => rotary with
            {
                Scaling = RotaryScaling.Llama3,
                Factor = scaling!.Real("factor", 8),
                LowFrequencyFactor = scaling.Real("low_freq_factor", 1),
                HighFrequencyFactor = scaling.Real("high_freq_factor", 4),
                OriginalPositions = scaling.Real("original_max_position_embeddings", 8192),
            },
            _ => throw config.Unsupported($"rotary scaling of the type '{type}' (default, linear and llama3 are)"),
        };
    }

    public static void Write(RotaryConfig rotary, JsonObject json, string thetaName = "rope_theta")
    {
        json[thetaName] = rotary.Theta;
        json["rope_scaling"] = rotary.Scaling switch
        {
            RotaryScaling.Linear => new JsonObject { ["rope_type"] = "linear", ["factor"] = rotary.Factor },
            RotaryScaling.Llama3 => new JsonObject
            {
                ["rope_type"] = "llama3",
                ["factor"] = rotary.Factor,
                ["low_freq_factor"] = rotary.LowFrequencyFactor,
                ["high_freq_factor"] = rotary.HighFrequencyFactor,
                ["original_max_position_embeddings"] = rotary.OriginalPositions,
            },
            _ => null,
        };
    }
}
