using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>Layers one after another, under the names <c>_model.0</c>, <c>_model.1</c>, ..., as SheepRL saves them.</summary>
public class Chain : Layer
{
    public Chain(params IReadOnlyList<Layer> layers)
    {
        Layers = layers;
        Child("_model", new Sequential(layers));
    }

    /// <summary>The layers, in order.</summary>
    protected IReadOnlyList<Layer> Layers { get; }

    public override Tensor Forward(Tensor x) => Forward(x, first: 0);

    /// <summary>Goes through the layers from one of them on; a norm and the SiLU behind it are one operator.</summary>
    protected Tensor Forward(Tensor x, int first)
    {
        for (int i = first; i < Layers.Count; i++)
        {
            bool joins = i + 1 < Layers.Count && Layers[i + 1] is SiluLayer;
            switch (Layers[i])
            {
                case LayerNorm { Bias: { } bias } norm when joins:
                    x = F.NormSilu(x, norm.Weight, bias, norm.Epsilon);
                    i++;
                    break;
                case ChannelNorm norm when joins:
                    x = norm.ForwardSilu(x);
                    i++;
                    break;
                default:
                    x = Layers[i].Forward(x);
                    break;
            }
        }
        return x;
    }
}
