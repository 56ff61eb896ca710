namespace Reverie.Torch.Modules;

/// <summary>
/// The gated recurrent unit of DreamerV3 (Hafner et al., 2023): r, c, u are LayerNorm(W [h, x]) in three parts,
/// c' = tanh(sigmoid(r) c), u' = sigmoid(u - 1), h' = u' c' + (1 - u') h. The -1 makes it remember from the start.
/// </summary>
public sealed class LayerNormGruCell : RecurrentCell
{
    private readonly double _eps;
    private readonly Linear _linear;
    private readonly LayerNorm? _norm;

    /// <param name="inputSize">Numbers of one input.</param>
    /// <param name="hiddenSize">Numbers of the hidden state.</param>
    /// <param name="norm">False leaves the LayerNorm out and gives the linear map a bias.</param>
    /// <param name="eps">Of the LayerNorm.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public LayerNormGruCell(long inputSize, long hiddenSize, bool norm = true, double eps = 1e-3, Generator? generator = null) : base(inputSize, hiddenSize)
    {
        _eps = eps;
        _linear = Child("linear", new Linear(hiddenSize + inputSize, 3 * hiddenSize, bias: !norm, generator));
        _norm = norm ? Child("layer_norm", new LayerNorm(3 * hiddenSize, eps)) : null;
    }

    /// <summary>The map of [h, x], and the norm behind it: null where there is none.</summary>
    public (Tensor Weight, LayerNorm? Norm, double Epsilon) Parts => (_linear.Weight, _norm, _eps);

    public override Tensor Forward(Tensor x, Tensor hidden) => _norm is { Bias: { } bias }
        ? F.LayerNormGru(x, hidden, _linear.Weight, _norm.Weight, bias, _eps)
        : F.GruGates(_linear.Forward(Tensor.Cat([hidden, x], -1)), hidden);
}
