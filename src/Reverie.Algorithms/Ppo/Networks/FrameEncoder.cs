using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Convolutions over frames: those of Mnih et al. (2015) for large frames, two small ones for small frames, and a dense layer.</summary>
internal sealed class FrameEncoder : Encoder
{
    private const int Large = 36;

    private readonly List<Conv2d> _convolutions = [];
    private readonly Linear _dense;

    internal FrameEncoder(IReadOnlyList<int> frame, int width, Generator generator)
    {
        Width = width;
        int channels = frame[0];
        (int Out, int Kernel, int Stride)[] layers = Math.Min(frame[1], frame[2]) >= Large ? [(32, 8, 4), (64, 4, 2), (64, 3, 1)] : [(32, 3, 2), (64, 3, 2)];
        int height = frame[1], columns = frame[2];
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        foreach (var (i, (outputs, kernel, stride)) in layers.Index())
        {
            var layer = Child($"conv{i}", new Conv2d(channels, outputs, kernel, stride, generator: generator));
            layer.Weight.CopyFrom(Init.Orthogonal(outputs, channels * kernel * kernel, Math.Sqrt(2), generator).View(outputs, channels, kernel, kernel));
            layer.Bias!.ZeroInPlace();
            _convolutions.Add(layer);
            (channels, height, columns) = (outputs, ((height - kernel) / stride) + 1, ((columns - kernel) / stride) + 1);
        }
        _dense = Child("dense", Mlp.Linear(channels * height * columns, width, Math.Sqrt(2), generator));
    }

    internal override int Width { get; }

    internal override Tensor Forward(PpoInputs inputs)
    {
        var x = inputs.Frames!.Float() / 255;
        foreach (var convolution in _convolutions)
            x = F.Relu(convolution.Forward(x));
        return F.Relu(_dense.Forward(x.Flatten(1)));
    }
}
