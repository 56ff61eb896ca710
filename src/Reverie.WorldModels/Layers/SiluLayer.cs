using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>x sigmoid(x) as a layer that a chain can join to the norm before it.</summary>
internal sealed class SiluLayer : Layer
{
    public override Tensor Forward(Tensor x) => F.Silu(x);
}
