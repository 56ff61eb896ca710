using System.Text.Json.Nodes;
using Reverie.Language.Models;

namespace Reverie.Language.Attention;

/// <summary>Rotary position embedding (Su et al., 2021): base frequency and how it is stretched to longer contexts.</summary>
public sealed record RotaryConfig
{
    /// <summary>Base θ: channel pair i turns by position * θ^(-2i/d).</summary>
    public double Theta { get; init; } = 10000;

    public RotaryScaling Scaling { get; init; } = RotaryScaling.None;

    /// <summary>How many times longer the context becomes.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths above OriginalPositions / LowFrequencyFactor are stretched whole.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths below OriginalPositions / HighFrequencyFactor are left alone.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Llama 3: the context before the stretching.</summary>
    public double OriginalPositions { get; init; } = 8192;

    /// <summary>Reads <c>rope_theta</c> and <c>rope_scaling</c>, or the newer <c>rope_parameters</c>.</summary>
    internal static RotaryConfig Read(ConfigReader config, string thetaName = "rope_theta")
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

    internal void WriteTo(JsonObject json, string thetaName = "rope_theta")
    {
        json[thetaName] = Theta;
        json["rope_scaling"] = Scaling switch
        {
            RotaryScaling.Linear => new JsonObject { ["rope_type"] = "linear", ["factor"] = Factor },
            RotaryScaling.Llama3 => new JsonObject
            {
                ["rope_type"] = "llama3",
                ["factor"] = Factor,
                ["low_freq_factor"] = LowFrequencyFactor,
                ["high_freq_factor"] = HighFrequencyFactor,
                ["original_max_position_embeddings"] = OriginalPositions,
            },
            _ => null,
        };
    }

    /// <summary>Turning speeds of the d/2 channel pairs, in radians a position.</summary>
    /// <param name="size">Channels d that turn.</param>
    public float[] Frequencies(long size)
    {
        float[] frequencies = new float[size / 2];
        for (int i = 0; i < frequencies.Length; i++)
            frequencies[i] = (float)Stretch(Math.Pow(Theta, -2.0 * i / size));
        return frequencies;
    }

    private double Stretch(double frequency)
    {
        if (Scaling == RotaryScaling.None)
            return frequency;
        if (Scaling == RotaryScaling.Linear)
            return frequency / Factor;
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < OriginalPositions / HighFrequencyFactor)
            return frequency;
        if (wavelength > OriginalPositions / LowFrequencyFactor)
            return frequency / Factor;
        double smooth = ((OriginalPositions / wavelength) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}
