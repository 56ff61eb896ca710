using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Tokenizers.Vq.Vit;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Makes the two halves of the autoencoder: frames [N, in, R, R] to latents [N, z, g, g], and latents to frames.</summary>
internal static class FrameCoders
{
    internal static Layer Encoder(FrameCoderOptions options, Generator generator) =>
        options.Type == FrameCoderKind.Vit ? new VitEncoder(options, generator) : new Encoder(options, generator);

    internal static Layer Decoder(FrameCoderOptions options, Generator generator) =>
        options.Type == FrameCoderKind.Vit ? new VitDecoder(options, generator) : new Decoder(options, generator);
}
