using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Vit;

/// <summary>A vision transformer as encoder: patches become tokens, and each token a latent (ViT-VQGAN, Yu et al., 2022).</summary>
public sealed class VitEncoder : Layer
{
    private readonly FrameCoderOptions _options;
    private readonly Linear _patchEmbed;
    private readonly VitBody _body;
    private readonly Linear _out;

    public VitEncoder(FrameCoderOptions options, Generator generator)
    {
        _options = options;
        int patch = options.Vit.PatchSize, width = options.Vit.EmbeddingSize;
        _patchEmbed = Child("patch_embed", new Linear(options.InChannels * patch * patch, width, generator: generator));
        _body = Child("body", new VitBody(options.Vit, options.GridSize * options.GridSize, generator));
        _out = Child("out", new Linear(width, options.LatentChannels, generator: generator));
    }

    /// <param name="x">Frames in [-1, 1], [N, in_channels, R, R].</param>
    /// <returns>[N, z_channels, g, g]</returns>
    public override Tensor Forward(Tensor x)
    {
        int grid = _options.GridSize;
        var patches = F.PixelUnshuffle(x, _options.Vit.PatchSize).Flatten(2).Transpose(1, 2).Contiguous(); // [N, g², C p²]
        var z = _out.PerFrame(_body.Forward(_patchEmbed.PerFrame(patches))); // [N, g², z]
        return z.Transpose(1, 2).Reshape(x.Size(0), _options.LatentChannels, grid, grid);
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        int grid = _options.GridSize;
        var patches = x.PixelUnshuffle(_options.Vit.PatchSize, _options.InChannels).Reshape(0, 0, -1).Permute(0, 2, 1);
        return _out.Forward(_body.Forward(_patchEmbed.Forward(patches))).Permute(0, 2, 1).Reshape(0, 0, grid, grid);
    }
}
