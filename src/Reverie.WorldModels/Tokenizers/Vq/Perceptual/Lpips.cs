using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Serialization;

namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>
/// The learned perceptual distance of Zhang et al. (2018): squared differences of unit-normalised VGG-16 features, weighted
/// per channel. Its weights are frozen. As in IRIS, dropout before the weighting is active while the tokenizer trains.
/// </summary>
public sealed class Lpips : Module
{
    private static readonly int[] Vgg16Widths = [64, 128, 256, 512, 512];

    private readonly ScalingLayer _scaling;
    private readonly Vgg16 _net;
    private readonly List<LinearHead> _heads = [];

    /// <param name="widths">Channels of the five feature maps; VGG-16's where left out.</param>
    /// <param name="dropout">Dropout before the heads while training.</param>
    /// <param name="generator">Draws the initial weights; without trained ones the distance means little.</param>
    public Lpips(IReadOnlyList<int>? widths = null, double dropout = 0.5, Generator? generator = null)
    {
        widths ??= Vgg16Widths;
        _scaling = Child("scaling_layer", new ScalingLayer());
        _net = Child("net", new Vgg16(widths, generator));
        for (int i = 0; i < widths.Count; i++)
            _heads.Add(Child($"lin{i}", new LinearHead(widths[i], dropout, generator)));
        SetRequiresGrad(false);
    }

    /// <summary>
    /// Loads trained weights: an IRIS checkpoint, a file with the names of this module, or torchvision's VGG-16 together with the
    /// published heads (<c>features.0.weight</c>, <c>lin0.model.1.weight</c>), in one file or several.
    /// </summary>
    /// <exception cref="TorchException">A tensor is missing in all of the files.</exception>
    public static Lpips Load(IEnumerable<string> paths, double dropout = 0.5)
    {
        using var scope = new TensorScope();
        var found = new Dictionary<string, Tensor>();
        string[] files = [.. paths];
        foreach (string path in files)
        {
            foreach (var (name, tensor) in StateDictFile.Load(path))
                found.TryAdd(LpipsNames.Canonical(name), tensor);
        }
        var lpips = new Lpips(dropout: dropout);
        string[] own = [.. lpips.StateDict().Select(entry => entry.Name)];
        // The two constants are known; VGG-16's classifier and all else that a file may hold is not needed.
        string? missing = own.FirstOrDefault(name => !found.ContainsKey(name) && !name.StartsWith("scaling_layer", StringComparison.Ordinal));
        if (missing is not null)
        {
            throw new TorchException(
                $"The perceptual loss needs '{missing}', which {string.Join(" and ", files)} lacks; give VGG-16's weights and the LPIPS heads.");
        }

        lpips.LoadStateDict(own.Where(found.ContainsKey).ToDictionary(name => name, name => found[name]), strict: false);
        return lpips;
    }

    /// <summary>The distance of each pair of frames; gradients flow to the target only.</summary>
    /// <param name="input">[N, 3, H, W] in [-1, 1]</param>
    /// <param name="target">[N, 3, H, W] in [-1, 1]</param>
    /// <returns>[N, 1, 1, 1]</returns>
    public Tensor Forward(Tensor input, Tensor target) => Layers(input, target).Aggregate((sum, layer) => sum + layer);

    /// <summary>The contribution of each of the five feature maps, [N, 1, 1, 1].</summary>
    public IReadOnlyList<Tensor> Layers(Tensor input, Tensor target)
    {
        List<Tensor> reference;
        using (new NoGrad())
            reference = [.. Features(input)];
        return [.. Features(target).Select((feature, i) => _heads[i].Forward((reference[i] - feature).Square()).Mean([2, 3], keepDim: true))];
    }

    private IEnumerable<Tensor> Features(Tensor frames) => _net.Forward(_scaling.Forward(frames).ChannelsLast()).Select(UnitNormalize);

    /// <summary>Each pixel's channels divided by their length.</summary>
    private static Tensor UnitNormalize(Tensor x) => x / (x.Square().Sum([1], keepDim: true).Sqrt() + 1e-10);
}
