using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Vq;

public sealed partial class Tokenizer
{
    /// <summary>The tokens of frames as operators of an ONNX graph, in float32.</summary>
    /// <param name="frames">[N, C, R, R] in [0, 1].</param>
    /// <returns>Integers [N, g²].</returns>
    public OnnxValue EncodeTokens(OnnxValue frames)
    {
        var z = Quantizer.Bound(_preQuantConv.Forward(Encoder.Forward((frames * 2) - 1))); // [N, E, g, g]
        return Quantizer.Nearest(z.Reshape(0, 0, -1).Permute(0, 2, 1));
    }

    /// <summary>The frames that tokens stand for as operators of an ONNX graph, in float32.</summary>
    /// <param name="tokens">Integers [N, g²].</param>
    /// <returns>[N, C, R, R] in [0, 1].</returns>
    public OnnxValue DecodeTokens(OnnxValue tokens)
    {
        long grid = Options.Encoder.GridSize;
        var codes = Quantizer.Lookup(tokens).Permute(0, 2, 1).Reshape(0, 0, grid, grid); // [N, E, g, g]
        return ((Decoder.Forward(_postQuantConv.Forward(codes)) + 1) / 2).Clamp(0, 1);
    }
}
