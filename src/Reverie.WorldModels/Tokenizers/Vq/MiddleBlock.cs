using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>Residual block, attention, residual block at the lowest resolution.</summary>
internal sealed class MiddleBlock : Layer
{
    private readonly ResnetBlock _before;
    private readonly AttentionBlock _attention;
    private readonly ResnetBlock _after;

    internal MiddleBlock(int channels, double dropout, Generator generator)
    {
        _before = Child("block_1", new ResnetBlock(channels, channels, dropout, generator));
        _attention = Child("attn_1", new AttentionBlock(channels, generator));
        _after = Child("block_2", new ResnetBlock(channels, channels, dropout, generator));
    }

    public override Tensor Forward(Tensor x) => _after.Forward(_attention.Forward(_before.Forward(x)));

    public override OnnxValue Forward(OnnxValue x) => _after.Forward(_attention.Forward(_before.Forward(x)));
}
