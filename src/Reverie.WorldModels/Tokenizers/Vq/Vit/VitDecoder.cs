using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq.Vit;

/// <summary>The encoder's mirror image: latents become tokens, and each token a patch.</summary>
public sealed class VitDecoder : Layer
{
    private readonly FrameCoderOptions _options;
    private readonly Linear _in;
    private readonly VitBody _body;
    private readonly Linear _toPatches;

    public VitDecoder(FrameCoderOptions options, Generator generator)
    {
        _options = options;
        int patch = options.Vit.PatchSize, width = options.Vit.EmbeddingSize;
        _in = Child("in", new Linear(options.LatentChannels, width, generator: generator));
        _body = Child("body", new VitBody(options.Vit, options.GridSize * options.GridSize, generator));
        _toPatches = Child("to_patches", new Linear(width, options.OutChannels * patch * patch, generator: generator));
    }

    /// <param name="z">[N, z_channels, g, g]</param>
    /// <returns>Frames in about [-1, 1], not clamped, [N, out_ch, R, R].</returns>
    public override Tensor Forward(Tensor z)
    {
        int grid = _options.GridSize;
        var tokens = z.Flatten(2).Transpose(1, 2).Contiguous(); // [N, g², z]
        var patches = _toPatches.PerFrame(_body.Forward(_in.PerFrame(tokens))).Transpose(1, 2); // [N, C p², g²]
        return F.PixelShuffle(patches.Reshape(z.Size(0), -1, grid, grid), _options.Vit.PatchSize);
    }

    public override OnnxValue Forward(OnnxValue z)
    {
        int grid = _options.GridSize;
        var tokens = _in.Forward(z.Reshape(0, 0, -1).Permute(0, 2, 1));
        return _toPatches.Forward(_body.Forward(tokens)).Permute(0, 2, 1).Reshape(0, 0, grid, grid).PixelShuffle(_options.Vit.PatchSize);
    }
}
