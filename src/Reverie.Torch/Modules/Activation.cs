namespace Reverie.Torch.Modules;

/// <summary>A function without parameters as a layer.</summary>
public sealed class Activation(Func<Tensor, Tensor> function) : Layer
{
    public override Tensor Forward(Tensor x) => function(x);
}
