using Reverie.WorldModels.Tokenizers.Vq;

namespace Reverie.Cli.Bench;

/// <summary>
/// Work of IRIS's tokenizer in floating-point operations, counted from its weights: 2 per multiply-add. Only what a matrix product
/// does is counted: convolutions, the two products of every attention, distances to the codes. Norms, activations, losses and
/// the optimizer are not, though their time is: the fraction of GEMM peak that follows is a lower bound of what products reach.
/// </summary>
internal static class TokenizerWork
{
    /// <summary>
    /// A training step: the backward pass of a convolution is two more products of its size, one for its input and one for its weight. The
    /// first convolution needs none for its input, and distances have no backward pass.
    /// </summary>
    internal static double StepGigaflops(Tokenizer tokenizer, int frames)
    {
        var options = tokenizer.Options.Encoder;
        double sum = 0;
        foreach (var (name, weight) in tokenizer.NamedParameters())
        {
            double side = Side(name, options), positions = side * side;
            if (name == "embedding.weight")
                sum += 2.0 * weight.NumElements * positions;
            else if (weight.Dim == 4)
                sum += 2.0 * weight.NumElements * positions * (name == "encoder.conv_in.weight" ? 2 : 3);
            // Queries times keys, then weights times values.
            if (name.EndsWith(".q.weight", StringComparison.Ordinal))
                sum += 3 * 2 * 2.0 * weight.Size(0) * positions * positions;
        }
        return sum * frames / 1e9;
    }

    /// <summary>
    /// Outputs per side of the layer of that name: <c>encoder.down.I</c> and <c>decoder.up.I</c> lie at the frame's resolution
    /// halved I times.
    /// </summary>
    private static int Side(string name, FrameCoderOptions options)
    {
        string[] parts = name.Split('.');
        if (name is "encoder.conv_in.weight" or "decoder.conv_out.weight")
            return options.FeatureResolution;
        if (parts[1] is not ("down" or "up"))
            return options.GridSize;
        // A downsampling convolution already writes the next level, an upsampling one the level before.
        int level = int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) + (parts[3] switch { "downsample" => 1, "upsample" => -1, _ => 0 });
        return options.FeatureResolution >> level;
    }
}
