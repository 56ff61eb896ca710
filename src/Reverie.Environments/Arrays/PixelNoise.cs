using Reverie.Environments.Seeding;

namespace Reverie.Environments.Arrays;

/// <summary>Adds Gaussian noise to every picture that is seen, fresh each time, as a bad camera would.</summary>
public sealed class PixelNoise : ArrayDecorator
{
    /// <summary>Keeps the draws apart from those of an environment that is reset with the same seed.</summary>
    private const ulong Stream = 0x6E6F697365;

    private readonly double _scale;
    private readonly int[] _images;
    private readonly Pcg64 _random = new();

    /// <param name="inner">The environment beneath.</param>
    /// <param name="deviation">Standard deviation of the noise; 1 is the whole range from black to white.</param>
    public PixelNoise(IArrayEnvironment inner, double deviation) : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        _scale = deviation * byte.MaxValue;
        _images = [.. Enumerable.Range(0, Layout.Observations.Count).Where(i => Layout.Observations[i].IsImage)];
    }

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        if (seed is { } value)
            _random.Seed(value ^ Stream);
        Inner.Reset(seed, observation);
        AddTo(observation);
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, observation);
        AddTo(observation);
        return signal;
    }

    /// <inheritdoc/>
    /// <remarks>Only what is seen gets noise: the frames before the last two are nobody's.</remarks>
    public override StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times)
    {
        var signal = Inner.Repeat(action, rewards, previous, last, out times);
        if (times > 1 && times == rewards.Length)
            AddTo(previous);
        AddTo(last);
        return signal;
    }

    public override void Save(BinaryWriter writer)
    {
        if (Saving != Saving.None)
            _random.State.Write(writer);
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        if (Saving != Saving.None)
            _random.State = Pcg64State.Read(reader);
        Inner.Restore(reader);
    }

    private void AddTo(ObservationRow observation)
    {
        foreach (int image in _images)
        {
            var pixels = observation.Bytes(image);
            for (int i = 0; i < pixels.Length; i += 2)
            {
                // Two draws of the normal distribution from two uniform ones (Box and Muller, 1958).
                double radius = _scale * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * _random.NextDouble());
                pixels[i] = Clip(pixels[i] + (radius * cosine));
                if (i + 1 < pixels.Length)
                    pixels[i + 1] = Clip(pixels[i + 1] + (radius * sine));
            }
        }
    }

    private static byte Clip(double value) => (byte)Math.Clamp(Math.Round(value), byte.MinValue, byte.MaxValue);
}
