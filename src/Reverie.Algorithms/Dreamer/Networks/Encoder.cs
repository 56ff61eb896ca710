using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.WorldModels.Distributions;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Observations to one vector: convolutions for pictures, dense layers over the symlog of vectors, pictures first.</summary>
public sealed class Encoder : Module
{
    private readonly ObservationKeys _keys;
    private readonly CnnEncoder? _cnn;
    private readonly VectorEncoder? _mlp;
    private readonly Dictionary<string, TokenInput> _tokens = new(StringComparer.Ordinal);

    /// <param name="keys">What is seen.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public Encoder(ObservationKeys keys, CoderOptions options, Generator? generator = null)
    {
        _keys = keys;
        if (keys.EncodedImages.Count > 0)
        {
            _cnn = Child("cnn_encoder", new CnnEncoder(
                ObservationKeys.Channels(keys.EncodedImages), ObservationKeys.Side(keys.EncodedImages), options.CnnMultiplier, options.CnnStyle, generator));
        }
        foreach (var token in keys.EncodedVectors.Where(ObservationKeys.IsToken))
            _tokens.Add(token.Name, Child($"{token.Name}_input", (options.Tokens ?? new()).Build(ObservationKeys.WidthOf(token), generator)));
        if (keys.EncodedVectors.Count > 0)
            _mlp = Child("mlp_encoder", new VectorEncoder(keys.EncodedVectors.Sum(Width), options.Units, options.Layers, options.Style, generator));
    }

    /// <summary>Numbers that come out.</summary>
    public long OutputSize => (_cnn?.OutputSize ?? 0) + (_mlp?.OutputSize ?? 0);

    /// <param name="observations">Pictures in [-0.5, 0.5], [..., C, H, W], vectors [..., n], and words, integers [...], by name.</param>
    /// <returns>[..., OutputSize]</returns>
    public Tensor Forward(IReadOnlyDictionary<string, Tensor> observations)
    {
        var parts = new List<Tensor>();
        if (_cnn is not null)
        {
            var images = Tensor.Cat([.. _keys.EncodedImages.Select(image => observations[image.Name])], -3);
            parts.Add(_cnn.Forward(images.Flatten(0, -4)).Reshape([.. images.Shape[..^3], -1]));
        }
        if (_mlp is not null)
            parts.Add(_mlp.Forward(Vectors(observations)));
        return parts.Count == 1 ? parts[0] : Tensor.Cat([.. parts], -1);
    }

    /// <summary>Words as they are, everything else in symlog space.</summary>
    private Tensor Vectors(IReadOnlyDictionary<string, Tensor> observations)
    {
        if (_tokens.Count == 0)
            return Symlog.Of(Tensor.Cat([.. _keys.EncodedVectors.Select(vector => observations[vector.Name])], -1));
        return Tensor.Cat([.. _keys.EncodedVectors.Select(vector => _tokens.TryGetValue(vector.Name, out var input)
            ? input.Forward(observations[vector.Name]) : Symlog.Of(observations[vector.Name]))], -1);
    }

    private long Width(ArraySpec vector) => _tokens.TryGetValue(vector.Name, out var input) ? input.OutputSize : vector.Length;
}
