using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Latent states to vectors, in symlog space, and to logits of words: common dense layers, and a linear map for each vector.</summary>
public sealed class VectorDecoder : Module
{
    private readonly IReadOnlyList<ArraySpec> _vectors;
    private readonly Mlp _model;
    private readonly ModuleList<Linear> _heads;

    /// <param name="input">Numbers of a latent state.</param>
    /// <param name="vectors">What is predicted.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public VectorDecoder(long input, IReadOnlyList<ArraySpec> vectors, CoderOptions options, Generator? generator = null)
    {
        _vectors = vectors;
        _model = Child("model", new Mlp(input, options.Units, options.Layers, output: null, options.Style, generator));
        _heads = Child("heads", new ModuleList<Linear>(vectors.Select(vector => new Linear(_model.OutputSize, ObservationKeys.WidthOf(vector), bias: true, generator))));
    }

    /// <summary>The last maps.</summary>
    internal IReadOnlyList<Linear> Outputs => _heads;

    /// <param name="latent">[..., input]</param>
    /// <returns>By name, [..., n].</returns>
    public IEnumerable<(string Name, Tensor Vector)> Forward(Tensor latent)
    {
        var hidden = _model.Forward(latent);
        foreach (var (index, vector) in _vectors.Index())
            yield return (vector.Name, _heads[index].Forward(hidden));
    }
}
