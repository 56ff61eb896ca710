using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>Layers one after another, named 0, 1, 2, ...</summary>
public sealed class Sequential : Layer
{
    private readonly List<Layer> _layers = [];

    public Sequential(params IEnumerable<Layer> layers)
    {
        foreach (var layer in layers)
            _layers.Add(Child($"{_layers.Count}", layer));
    }

    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers)
            x = layer.Forward(x);
        return x;
    }

    public override OnnxValue Forward(OnnxValue x)
    {
        foreach (var layer in _layers)
            x = layer.Forward(x);
        return x;
    }
}
