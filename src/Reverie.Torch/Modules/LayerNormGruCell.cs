namespace Reverie.Torch.Modules;

/// <summary>
/// The gated recurrent unit of DreamerV3 (Hafner et al., 2023): r, c, u are LayerNorm(W [h, x]) in three parts,
/// c' = tanh(sigmoid(r) c), u' = sigmoid(u - 1), h' = u' c' + (1 - u') h. The -1 makes it remember from the start.
/// </summary>
public sealed class LayerNormGruCell : RecurrentCell
{
    private const double UpdateBias = -1;

    private readonly Linear _linear;
    private readonly LayerNorm? _norm;

    /// <param name="inputSize">Numbers of one input.</param>
    /// <param name="hiddenSize">Numbers of the hidden state.</param>
    /// <param name="norm">False leaves the LayerNorm out and gives the linear map a bias.</param>
    /// <param name="eps">Of the LayerNorm.</param>
    /// <param name="generator">Draws the initial weights.</param>
    public LayerNormGruCell(long inputSize, long hiddenSize, bool norm = true, double eps = 1e-3, Generator? generator = null) : base(inputSize, hiddenSize)
    {
        _linear = Child("linear", new Linear(hiddenSize + inputSize, 3 * hiddenSize, bias: !norm, generator));
        _norm = norm ? Child("layer_norm", new LayerNorm(3 * hiddenSize, eps)) : null;
    }

    public override Tensor Forward(Tensor x, Tensor hidden)
    {
        var mixed = _linear.Forward(Tensor.Cat([hidden, x], -1)); // [B, 3 H]
        var parts = (_norm?.Forward(mixed) ?? mixed).Chunk(3, -1);
        var candidate = (parts[0].Sigmoid() * parts[1]).Tanh();
        var update = (parts[2] + UpdateBias).Sigmoid();
        return (update * candidate) + ((1 - update) * hidden);
    }
}
