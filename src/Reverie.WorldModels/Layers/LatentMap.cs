using Reverie.Torch;

namespace Reverie.WorldModels.Layers;

/// <summary>
/// Dense layers over latent states whose variables are one-hot: the first map adds a row of its weight for each variable instead of
/// multiplying by all the zeros. It holds the weights as they are now, so make it anew when they have moved; no gradient flows to the states.
/// </summary>
public sealed class LatentMap
{
    private readonly Mlp _layers;
    private readonly Tensor _table; // [S D, units]
    private readonly Tensor _dense; // [units, H]

    /// <param name="layers">At least one hidden layer over [variables, state].</param>
    /// <param name="variables">Numbers of the one-hot variables, S D.</param>
    public LatentMap(Mlp layers, long variables)
    {
        _layers = layers;
        var weight = First.Weight;
        _table = weight.Narrow(1, 0, variables).T.Contiguous();
        _dense = weight.Narrow(1, variables, weight.Size(1) - variables);
    }

    private Torch.Modules.Linear First => _layers.First ?? throw new ArgumentException("A map of latents has a hidden layer.");

    /// <param name="recurrent">[..., H]</param>
    /// <param name="stochastic">[..., S D]</param>
    public Tensor Forward(Tensor recurrent, Tensor stochastic)
    {
        var start = F.Linear(recurrent, _dense, First.Bias);
        var sum = F.OneHotSum(start.Flatten(0, -2), stochastic.Flatten(0, -2), _table);
        return _layers.ForwardPrepared(sum.Reshape(start.Shape));
    }
}
