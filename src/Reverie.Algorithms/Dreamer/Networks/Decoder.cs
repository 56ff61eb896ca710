using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Latent states to observations: pictures in [-0.5, 0.5], vectors in symlog space.</summary>
public sealed class Decoder : Module
{
    private readonly ObservationKeys _keys;
    private readonly CnnDecoder? _cnn;
    private readonly VectorDecoder? _mlp;

    /// <param name="input">Numbers of a latent state.</param>
    /// <param name="keys">What is predicted.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public Decoder(long input, ObservationKeys keys, CoderOptions options, Generator? generator = null)
    {
        _keys = keys;
        if (keys.DecodedImages.Count > 0)
        {
            _cnn = Child("cnn_decoder", new CnnDecoder(
                input, ObservationKeys.Channels(keys.DecodedImages), ObservationKeys.Side(keys.DecodedImages), options.CnnMultiplier, options.CnnStyle, generator));
        }
        if (keys.DecodedVectors.Count > 0)
            _mlp = Child("mlp_decoder", new VectorDecoder(input, keys.DecodedVectors, options, generator));
    }

    /// <summary>The last maps to vectors.</summary>
    internal IReadOnlyList<Linear> VectorOutputs => _mlp?.Outputs ?? [];

    /// <param name="latent">[..., input]</param>
    /// <returns>By name: pictures [..., C, H, W], vectors [..., n].</returns>
    public Dictionary<string, Tensor> Forward(Tensor latent)
    {
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (_cnn is not null)
        {
            var all = _cnn.Forward(latent.Flatten(0, -2));
            long channel = 0;
            foreach (var image in _keys.DecodedImages)
            {
                var own = all.Narrow(1, channel, image.Shape[0]);
                result[image.Name] = own.Reshape([.. latent.Shape[..^1], .. own.Shape[1..]]);
                channel += image.Shape[0];
            }
        }
        if (_mlp is not null)
        {
            foreach (var (name, vector) in _mlp.Forward(latent))
                result[name] = vector;
        }
        return result;
    }
}
