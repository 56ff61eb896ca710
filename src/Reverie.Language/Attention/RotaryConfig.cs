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
