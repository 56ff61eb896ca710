using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The residual blocks of one resolution, each followed by attention where that is asked for, and a change of resolution.</summary>
internal sealed class ResolutionLevel : Layer
{
    private readonly ModuleList<ResnetBlock> _blocks;
    private readonly ModuleList<AttentionBlock> _attentions;
    private readonly Layer? _resample;

    internal ResolutionLevel(
        int inChannels, int outChannels, int blocks, bool attention, double dropout, Generator generator, (string Name, Layer Layer)? resample = null)
    {
        _blocks = Child("block", new ModuleList<ResnetBlock>());
        _attentions = Child("attn", new ModuleList<AttentionBlock>());
        for (int i = 0; i < blocks; i++)
        {
            _blocks.Add(new ResnetBlock(i == 0 ? inChannels : outChannels, outChannels, dropout, generator));
            if (attention)
                _attentions.Add(new AttentionBlock(outChannels, generator));
        }
        if (resample is { } last)
            _resample = Child(last.Name, last.Layer);
    }

    public override Tensor Forward(Tensor x)
    {
        for (int i = 0; i < _blocks.Count; i++)
        {
            x = _blocks[i].Forward(x);
            if (_attentions.Count > 0)
                x = _attentions[i].Forward(x);
        }
        return _resample?.Forward(x) ?? x;
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        for (int i = 0; i < _blocks.Count; i++)
        {
            x = _blocks[i].Forward(x);
            if (_attentions.Count > 0)
                x = _attentions[i].Forward(x);
        }
        return _resample?.Forward(x) ?? x;
    }
}
