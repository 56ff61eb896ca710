using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>
/// The first layer over symbols and numbers. The symbols are one-hot inputs of a dense layer, computed as sums of its weight's rows. Where
/// actor and critic share nothing, their two first layers lie side by side.
/// </summary>
internal sealed class FlatEncoder : Encoder
{
    private readonly ActivationKind _activation;
    private readonly int _group;
    private readonly Tensor? _table, _starts, _weight;
    private readonly Tensor _bias;

    /// <param name="layout">What is seen.</param>
    /// <param name="width">Of one network.</param>
    /// <param name="networks">How many lie side by side.</param>
    /// <param name="activation">Behind the layer.</param>
    /// <param name="generator">Draws the weights.</param>
    internal FlatEncoder(InputLayout layout, int width, int networks, ActivationKind activation, Generator generator)
    {
        (_activation, _group, Width) = (activation, layout.Group, width * networks);
        using var scope = new TensorScope();
        int symbols = (int)layout.Starts[^1], numbers = layout.NumberCount;
        // One matrix over all inputs is made orthogonal, as a dense layer's would be, and then cut into symbols' rows and numbers' columns.
        var whole = Tensor.Cat([.. Enumerable.Range(0, networks).Select(_ => Init.Orthogonal(width, symbols + numbers, Math.Sqrt(2), generator))]); // [W, in]
        if (symbols > 0)
        {
            _table = Parameter("table", whole.Narrow(1, 0, symbols).T.Contiguous().Clone());
            _starts = Buffer("starts", Tensor.From(layout.Starts, layout.Starts.Length), persistent: false);
        }
        if (numbers > 0)
            _weight = Parameter("weight", whole.Narrow(1, symbols, numbers).Contiguous().Clone());
        _bias = Parameter("bias", Tensor.Zeros([Width]));
    }

    internal override int Width { get; }

    internal override Tensor Forward(PpoInputs inputs)
    {
        var x = _table is null ? null : F.SymbolSum(_table, _bias, inputs.Symbols!, _starts!, _group);
        if (_weight is not null)
            x = x is null ? F.Linear(inputs.Numbers!, _weight, _bias) : x + F.Linear(inputs.Numbers!, _weight);
        return x!.Activate(_activation);
    }
}
