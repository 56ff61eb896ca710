using System.Text.Json.Nodes;
using Reverie.Language.Attention;

namespace Reverie.Language.Models;

/// <summary>Rotary positions as <c>config.json</c> has them. What is given by half is an error: a default would be other numbers.</summary>
internal static class RotaryJson
{
    /// <summary>Reads <c>rope_theta</c> and <c>rope_scaling</c>, or the newer <c>rope_parameters</c>.</summary>
    public static RotaryConfig Read(ConfigReader config, string thetaName = "rope_theta")
    {
        var (newer, older) = (config.Section("rope_parameters"), config.Section("rope_scaling"));
        if (newer is { IsEmpty: false } && older is { IsEmpty: false } && config.Find("rope_parameters")!.Value.GetRawText() !=
            config.Find("rope_scaling")!.Value.GetRawText())
        {
            throw config.Unsupported("rope_parameters and another rope_scaling at once");
        }
        var scaling = newer ?? older;
        double theta = newer?.OptionalPositive("rope_theta") ?? config.OptionalPositive(thetaName) ?? config.Positive("rope_theta", 10000);
        // The same number may stand under its other names; another number would be ignored.
        config.Require(thetaName, theta);
        config.Require("rope_theta", theta);
        var rotary = new RotaryConfig { Theta = theta };
        return scaling is null ? rotary : Scaled(rotary, scaling, newer is not null);
    }

    /// <summary>The share of a head's channels that turn (GPT-NeoX).</summary>
    public static double ReadShare(ConfigReader config)
    {
        double share = config.Section("rope_parameters")?.OptionalReal("partial_rotary_factor") ?? config.OptionalReal("rotary_pct")
            ?? config.Real("partial_rotary_factor", 0.25);
        config.Require("rotary_pct", share);
        config.Require("partial_rotary_factor", share);
        long turning = (long)(config.Size("hidden_size") / config.Size("num_attention_heads") * share);
        return share is > 0 and <= 1 && turning > 0 && turning % 2 == 0
            ? share
            : throw config.Wrong("rotary_pct", $"so that an even number of a head's channels turns, between 0 and all of them, not as {share}");
    }

    private static RotaryConfig Scaled(RotaryConfig rotary, ConfigReader scaling, bool isNewer)
    {
        string? type = scaling.OptionalText("rope_type") ?? scaling.OptionalText("type");
        if (scaling.OptionalText("type") is { } old && old != type)
            throw scaling.Unsupported($"the types '{type}' and '{old}' at once");
        if (type is null && !isNewer && !scaling.IsEmpty)
            throw scaling.Lacks("rope_type");
        rotary = (type ?? "default") switch
        {
            "default" => rotary,
            "linear" => rotary with { Scaling = RotaryScaling.Linear, Factor = Factor() },
            "llama3" => rotary with
            {
                Scaling = RotaryScaling.Llama3,
                Factor = Factor(),
                LowFrequencyFactor = Needed("low_freq_factor"),
                HighFrequencyFactor = Needed("high_freq_factor"),
                OriginalPositions = Needed("original_max_position_embeddings"),
            },
            string other => throw scaling.Unsupported($"rotary scaling of the type '{other}' (default, linear and llama3 are)"),
        };
        if (rotary.Scaling == RotaryScaling.Llama3 && rotary.HighFrequencyFactor <= rotary.LowFrequencyFactor)
            throw scaling.Wrong("high_freq_factor", "above 'low_freq_factor'");
        if (rotary.Scaling == RotaryScaling.None)
            scaling.Require("factor", 1);
        // GPT-NeoX has read its share by itself and refuses another one; elsewhere all channels turn.
        if (scaling.Has("partial_rotary_factor") && !isNewer)
            scaling.Require("partial_rotary_factor", 1);
        scaling.RefuseUnread("rope_theta", "partial_rotary_factor", "original_max_position_embeddings");
        return rotary;

        double Factor() => Needed("factor") is >= 1 and var factor ? factor : throw scaling.Wrong("factor", "as a number of at least 1");

        double Needed(string name) => scaling.OptionalPositive(name) ?? throw scaling.Lacks(name);
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
