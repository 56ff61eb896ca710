using Reverie.Torch.Native;

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
}
