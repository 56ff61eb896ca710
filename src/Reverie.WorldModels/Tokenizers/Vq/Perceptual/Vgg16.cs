using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>The convolutions of VGG-16 (Simonyan and Zisserman, 2015), cut after relu1_2, relu2_2, relu3_3, relu4_3 and relu5_3.</summary>
internal sealed class Vgg16 : Module
{
    private static readonly (int First, int Count)[] Layout = [(0, 2), (5, 2), (10, 3), (17, 3), (24, 3)];

    private readonly List<VggSlice> _slices = [];

    internal Vgg16(IReadOnlyList<int> widths, Generator? generator)
    {
        for (int i = 0; i < Layout.Length; i++)
            _slices.Add(Child($"slice{i + 1}", new VggSlice(Layout[i].First, Layout[i].Count, i == 0 ? 3 : widths[i - 1], widths[i], generator)));
    }

    /// <summary>The five feature maps of [N, 3, H, W].</summary>
    internal List<Tensor> Forward(Tensor x)
    {
        var features = new List<Tensor>();
        foreach (var slice in _slices)
            features.Add(x = slice.Forward(x));
        return features;
    }
}
