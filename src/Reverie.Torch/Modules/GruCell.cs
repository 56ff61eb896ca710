using Reverie.Torch.Native;

namespace Reverie.Torch.Modules;

/// <summary>One step of a gated recurrent unit (Cho et al., 2014); gates in PyTorch's order: reset, update, new.</summary>
public sealed class GruCell : RecurrentCell
{
    private static readonly Operator GruCellOp = new("aten::gru_cell");

    private readonly Tensor _weightInput;
    private readonly Tensor _weightHidden;
    private readonly Tensor _biasInput;
    private readonly Tensor _biasHidden;

    public GruCell(long inputSize, long hiddenSize, Generator? generator = null) : base(inputSize, hiddenSize)
    {
        _weightInput = Parameter("weight_ih", Init.FanIn([3 * hiddenSize, inputSize], hiddenSize, generator));
        _weightHidden = Parameter("weight_hh", Init.FanIn([3 * hiddenSize, hiddenSize], hiddenSize, generator));
        _biasInput = Parameter("bias_ih", Init.FanIn([3 * hiddenSize], hiddenSize, generator));
        _biasHidden = Parameter("bias_hh", Init.FanIn([3 * hiddenSize], hiddenSize, generator));
    }

    public override Tensor Forward(Tensor x, Tensor hidden) => Aten.Call(GruCellOp, x, hidden, _weightInput, _weightHidden, _biasInput, _biasHidden);
}
