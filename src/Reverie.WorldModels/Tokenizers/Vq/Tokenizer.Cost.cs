namespace Reverie.WorldModels.Tokenizers.Vq;

public sealed partial class Tokenizer
{
    public FrameCost Cost => Options.Encoder.Type == FrameCoderKind.Vit ? TransformerCost(Options.Encoder) : ConvolutionCost(Options.Encoder);

    /// <summary>Encoder and decoder: 3x3 convolutions at every level.</summary>
    private static FrameCost ConvolutionCost(FrameCoderOptions coder)
    {
        double operations = 0, activations = 0;
        for (int level = 0; level < coder.ChannelMultipliers.Count; level++)
        {
            double side = coder.FeatureResolution >> level, channels = (double)coder.Channels * coder.ChannelMultipliers[level];
            int blocks = (2 * coder.ResidualBlocks) + 1;
            operations += 2 * 9 * channels * channels * side * side * ((2 * blocks) + 2);
            activations += channels * side * side * 5 * blocks;
        }
        return new(operations, activations, (double)coder.Channels * coder.FeatureResolution * coder.FeatureResolution);
    }

    /// <summary>Encoder and decoder: the same blocks over as many tokens each, and the map between patches and tokens.</summary>
    private static FrameCost TransformerCost(FrameCoderOptions coder)
    {
        double width = coder.Vit.EmbeddingSize, tokens = (double)coder.GridSize * coder.GridSize, pixels = (double)coder.Resolution * coder.Resolution;
        double block = (24 * width * width) + (4 * width * tokens); // of one token
        double operations = 2 * ((coder.Vit.LayerCount * tokens * block) + (2 * width * pixels * coder.InChannels));
        double activations = 2 * coder.Vit.LayerCount * tokens * ((20 * width) + (3 * coder.Vit.HeadCount * tokens));
        return new(operations, activations, Math.Max(4 * width * tokens, pixels * coder.InChannels));
    }
}
