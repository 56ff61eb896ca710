using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq;

internal static class FrameNorm
{
    /// <summary>IRIS's normalisation everywhere in the tokenizer: 32 groups, eps 1e-6.</summary>
    internal static GroupNorm Of(int channels) => new(32, channels, 1e-6);
}
