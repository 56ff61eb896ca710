namespace Reverie.Torch.Modules;

/// <summary>A module that makes one tensor of one tensor.</summary>
public abstract class Layer : Module
{
    public abstract Tensor Forward(Tensor x);
}
