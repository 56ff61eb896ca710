using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Backbones;

/// <summary>The initialisation of IRIS's world model: normal(0, 0.02) for Linear and Embedding, biases 0, norms 1 and 0.</summary>
public static class WorldModelInit
{
    private const double Std = 0.02;

    /// <summary>Initialises all parts of a module.</summary>
    public static void Apply(Module module, Generator? generator)
    {
        using var noGrad = new NoGrad();
        foreach (var (_, part) in module.NamedModules())
        {
            switch (part)
            {
                case Linear linear:
                    linear.Weight.NormalInPlace(0, Std, generator);
                    linear.Bias?.ZeroInPlace();
                    break;
                case Embedding embedding:
                    embedding.Weight.NormalInPlace(0, Std, generator);
                    break;
                case LayerNorm norm:
                    norm.Weight.FillInPlace(1);
                    norm.Bias?.ZeroInPlace();
                    break;
            }
        }
    }
}
