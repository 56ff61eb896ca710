namespace Reverie.WorldModels.Tokenizers.Vq;

public sealed partial class Tokenizer
{
    /// <summary>Encoder and decoder: 3x3 convolutions at every level.</summary>
    public FrameCost Cost
    {
        get
        {
            var encoder = Options.Encoder;
            double operations = 0, activations = 0;
            for (int level = 0; level < encoder.ChannelMultipliers.Count; level++)
            {
                double side = encoder.FeatureResolution >> level, channels = (double)encoder.Channels * encoder.ChannelMultipliers[level];
                int blocks = (2 * encoder.ResidualBlocks) + 1;
                operations += 2 * 9 * channels * channels * side * side * ((2 * blocks) + 2);
                activations += channels * side * side * 5 * blocks;
            }
            return new(operations, activations, (double)encoder.Channels * encoder.FeatureResolution * encoder.FeatureResolution);
        }
    }
}
