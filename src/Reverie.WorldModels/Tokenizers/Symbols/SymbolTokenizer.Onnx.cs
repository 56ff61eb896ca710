using Reverie.Torch.Onnx;

namespace Reverie.WorldModels.Tokenizers.Symbols;

public sealed partial class SymbolTokenizer
{
    /// <summary>The numbers of the symbols as operators of an ONNX graph; cells that are no symbols are not noticed there.</summary>
    /// <param name="frames">Bytes [N, columns, rows, 3].</param>
    /// <returns>Integers [N, columns * rows].</returns>
    public OnnxValue EncodeTokens(OnnxValue frames)
    {
        var graph = frames.Graph;
        var cells = frames.Call("Cast", ("to", (int)OnnxType.Int64));
        var index = (cells * graph.Constant(_strides.ToArray<long>())).Sum(-1).Reshape(0, -1);
        return graph.Constant(_numbers.ToArray<long>()).IndexSelect(0, index);
    }
}
