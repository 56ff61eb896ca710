using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Layers;

/// <summary>
/// y = W x + b, with W in full precision or in 4 bits, and with room for a low-rank adapter: y += s B A dropout(x).
/// </summary>
public class Projection : Layer
{
    private const string WeightName = "weight";

    private Tensor? _weight;
    private Nf4Weight? _quantized;
    private Nf4Weight? _quantizedBeforeMerge;
    private Tensor? _weightBeforeMerge;

    /// <param name="weights">Where the numbers come from.</param>
    /// <param name="inputSize">Features in.</param>
    /// <param name="outputSize">Features out.</param>
    /// <param name="bias">Whether b exists.</param>
    /// <param name="std">Standard deviation of a random weight.</param>
    /// <param name="layout">How the weight lies in files.</param>
    /// <param name="quantizable">False for output layers, which stay in full precision in 4-bit models.</param>
    public Projection(
        WeightFactory weights, long inputSize, long outputSize, bool bias, double std, ProjectionLayout layout = ProjectionLayout.OutputInput,
        bool quantizable = true)
    {
        (InputSize, OutputSize, Layout) = (inputSize, outputSize, layout);
        if (quantizable && weights.Quantization is { } quantization)
            Quantize(weights, quantization, std);
        else
            _weight = Parameter(WeightName, weights.Normal(layout == ProjectionLayout.OutputInput ? [outputSize, inputSize] : [inputSize, outputSize], std));
        Bias = bias ? Parameter("bias", weights.Constant([outputSize], 0)) : null;
    }

    /// <summary>For a projection whose weight belongs to another module.</summary>
    protected Projection(long inputSize, long outputSize) => (InputSize, OutputSize) = (inputSize, outputSize);

    public long InputSize { get; }

    public long OutputSize { get; }

    public ProjectionLayout Layout { get; }

    /// <summary>The weight in full precision, in <see cref="Layout"/>; null while it is kept in 4 bits.</summary>
    public virtual Tensor? Weight => _weight;

    /// <summary>True where the weight is kept in 4 bits, or will be once it is loaded.</summary>
    public bool IsQuantized { get; private set; }

    /// <summary>The weight in 4 bits, always [out, in]; null while it is kept in full precision.</summary>
    public Nf4Weight? Quantized => _quantized;

    public Tensor? Bias { get; }

    /// <summary>The low-rank addition; null: none.</summary>
    public LoraWeights? Lora { get; private set; }

    /// <summary>True while the adapter is part of the weight.</summary>
    public bool IsMerged { get; private set; }

    public override Tensor Forward(Tensor x) =>
        WithLora(_quantized is { } nf4 ? nf4.Linear(x, Bias) : ThinLinear.Forward(x, Weight!, Layout, Bias), x);

    private protected Tensor WithLora(Tensor y, Tensor x) => Lora is null || IsMerged ? y : Lora.AddTo(y, x, Training);

    /// <summary>Adds an adapter, as parameters <c>lora_A.weight</c> and <c>lora_B.weight</c>.</summary>
    public void Attach(LoraWeights lora)
    {
        if (Lora is not null)
            throw new InvalidOperationException("This projection has an adapter already; detach it first.");
        Parameter("lora_A.weight", lora.A);
        Parameter("lora_B.weight", lora.B);
        Lora = lora;
    }

    /// <summary>Removes the adapter without disposing it.</summary>
    private protected LoraWeights? TakeLora()
    {
        if (Lora is not { } lora)
            return null;
        Unregister("lora_A.weight");
        Unregister("lora_B.weight");
        Lora = null;
        return lora;
    }

    /// <summary>Removes the adapter; a merged one is unmerged first.</summary>
    public void Detach()
    {
        Unmerge();
        TakeLora()?.Dispose();
    }

    /// <summary>Makes the adapter part of the weight: W + s B A. The weight before is kept, so that unmerging is exact.</summary>
    public virtual void Merge()
    {
        if (Lora is null || IsMerged)
            return;
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var merged = MergedWeight();
        (_quantizedBeforeMerge, _weightBeforeMerge) = (_quantized, _weight);
        if (_quantized is not null)
            UnregisterQuantized();
        else
            Unregister(WeightName);
        _weight = Parameter(WeightName, merged);
        _weight.RequiresGrad = false;
        IsMerged = true;
    }

    /// <summary>Takes the adapter out of the weight again, bit for bit.</summary>
    public void Unmerge()
    {
        if (!IsMerged)
            return;
        Unregister(WeightName);
        _weight!.Dispose();
        _weight = null;
        if (_quantizedBeforeMerge is { } nf4)
            Register(nf4);
        else
            Register(_weightBeforeMerge!);
        (_quantizedBeforeMerge, _weightBeforeMerge, IsMerged) = (null, null, false);
    }

    /// <summary>W + s B A in <see cref="Layout"/> and full precision, however the weight is kept.</summary>
    public Tensor MergedWeight()
    {
        using var noGrad = new NoGrad();
        bool transposed = Layout == ProjectionLayout.InputOutput;
        var weight = _quantized is not { } nf4 ? Weight!.Detach() : transposed ? nf4.Dequantize().T : nf4.Dequantize();
        if (Lora is null || IsMerged)
            return weight.Contiguous();
        var delta = Lora.Delta(); // [out, in]
        return (weight + (transposed ? delta.T : delta)).To(weight.DType).Contiguous();
    }

    /// <summary>Puts a 4-bit weight in place of the present one.</summary>
    internal void Register(Nf4Weight nf4)
    {
        if (_weight is not null)
        {
            Unregister(WeightName);
            _weight.Dispose();
            _weight = null;
        }
        foreach (var (suffix, tensor) in nf4.Tensors)
            Buffer(WeightName + suffix, tensor);
        _quantized = nf4;
        IsQuantized = true;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _weightBeforeMerge?.Dispose();
        _quantizedBeforeMerge?.Dispose();
    }

    private void Register(Tensor weight)
    {
        bool trained = weight.RequiresGrad;
        _weight = Parameter(WeightName, weight);
        _weight.RequiresGrad = trained;
    }

    private void UnregisterQuantized()
    {
        foreach (var (suffix, _) in _quantized!.Tensors)
            Unregister(WeightName + suffix);
        _quantized = null;
    }

    private void Quantize(WeightFactory weights, QuantizationConfig quantization, double std)
    {
        IsQuantized = true;
        if (!weights.IsRandom)
            return; // a file brings the 4-bit weight
        using var scope = new TensorScope();
        Register(Nf4Weight.Quantize(weights.Normal([OutputSize, InputSize], std), quantization.DoubleQuantization));
    }
}
