using Reverie.Torch.Native;
using Reverie.Torch.Onnx;

namespace Reverie.Torch.Modules;

/// <summary>One step of a long short-term memory (Hochreiter and Schmidhuber, 1997); gates in PyTorch's order: input, forget, cell, output.</summary>
public sealed class LstmCell : Module
{
    private static readonly Operator LstmCellOp = new("aten::lstm_cell");

    private readonly Tensor _weightInput;
    private readonly Tensor _weightHidden;
    private readonly Tensor _biasInput;
    private readonly Tensor _biasHidden;

    public LstmCell(long inputSize, long hiddenSize, Generator? generator = null)
    {
        HiddenSize = hiddenSize;
        _weightInput = Parameter("weight_ih", Init.FanIn([4 * hiddenSize, inputSize], hiddenSize, generator));
        _weightHidden = Parameter("weight_hh", Init.FanIn([4 * hiddenSize, hiddenSize], hiddenSize, generator));
        _biasInput = Parameter("bias_ih", Init.FanIn([4 * hiddenSize], hiddenSize, generator));
        _biasHidden = Parameter("bias_hh", Init.FanIn([4 * hiddenSize], hiddenSize, generator));
    }

    public long HiddenSize { get; }

    /// <param name="x">[B, input]</param>
    /// <param name="hidden">[B, hidden]</param>
    /// <param name="cell">[B, hidden]</param>
    /// <returns>The new hidden and cell state, [B, hidden] each.</returns>
    public (Tensor Hidden, Tensor Cell) Forward(Tensor x, Tensor hidden, Tensor cell) =>
        Aten.CallPair(LstmCellOp, x, (Tensor[])[hidden, cell], _weightInput, _weightHidden, _biasInput, _biasHidden);

    /// <summary>The same as an operator of an ONNX graph.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor)"/>
    public (OnnxValue Hidden, OnnxValue Cell) Forward(OnnxValue x, OnnxValue hidden, OnnxValue cell)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var graph = x.Graph;
        // The operator runs over a sequence, here of one step, and in one direction.
        var results = graph.Call(
            "LSTM",
            [
                x.Unsqueeze(0),
                graph.Weight(Arrange(_weightInput), _weightInput),
                graph.Weight(Arrange(_weightHidden), _weightHidden),
                graph.Weight(Tensor.Cat([Arrange(_biasInput), Arrange(_biasHidden)], 1), _biasInput),
                null,
                hidden.Unsqueeze(0),
                cell.Unsqueeze(0),
            ],
            outputs: 3,
            ("hidden_size", HiddenSize));
        return (results[1].Squeeze(0), results[2].Squeeze(0));
    }

    /// <summary>[4 hidden, ...] to [1, 4 hidden, ...] with the gates in ONNX's order: input, output, forget, cell.</summary>
    private static Tensor Arrange(Tensor gates)
    {
        var parts = gates.Chunk(4);
        return Tensor.Cat([parts[0], parts[3], parts[1], parts[2]]).Unsqueeze(0);
    }
}
