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

    private WeightStore _store;
    private WeightStore? _storeBeforeMerge;

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
        _store = quantizable && weights.Quantization is { } quantization ? Quantized4Bit(weights, quantization, std) : Full(weights, std);
        Register(_store);
        Bias = bias ? Parameter("bias", weights.Constant([outputSize], 0)) : null;
    }

    /// <summary>For a projection whose weight is kept in another way.</summary>
    private protected Projection(long inputSize, long outputSize, WeightStore store) =>
        (InputSize, OutputSize, _store) = (inputSize, outputSize, store);

    public long InputSize { get; }

    public long OutputSize { get; }

    public ProjectionLayout Layout { get; }

    /// <summary>The weight in full precision, in <see cref="Layout"/>; null while it is kept in 4 bits.</summary>
    public Tensor? Weight => _store.Dense;

    /// <summary>True where the weight is kept in 4 bits, or will be once it is loaded.</summary>
    public bool IsQuantized => _store.Dense is null;

    /// <summary>The weight in 4 bits, always [out, in]; null while it is kept in full precision.</summary>
    public Nf4Weight? Quantized => _store.Quantized;

    public Tensor? Bias { get; }

    /// <summary>The low-rank addition; null: none.</summary>
    public LoraWeights? Lora { get; private set; }

    /// <summary>True while the adapter is part of the weight.</summary>
    public bool IsMerged => _storeBeforeMerge is not null;

    public override Tensor Forward(Tensor x) => WithLora(_store.Product(x, Layout, Bias), x);

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
        using var scope = new TensorScope();
        var merged = new DenseStore(MergedWeight());
        _storeBeforeMerge = Exchange(merged);
    }

    /// <summary>Takes the adapter out of the weight again, bit for bit.</summary>
    public void Unmerge()
    {
        if (!IsMerged)
            return;
        Exchange(_storeBeforeMerge!).Dispose();
        _storeBeforeMerge = null;
    }

    /// <summary>W + s B A in <see cref="Layout"/> and full precision, however the weight is kept.</summary>
    public Tensor MergedWeight()
    {
        using var noGrad = new NoGrad();
        var weight = _store.Full(Layout);
        if (Lora is null || IsMerged)
            return weight.Contiguous();
        var delta = Lora.Delta(); // [out, in]
        return (weight + (Layout == ProjectionLayout.InputOutput ? delta.T : delta)).To(weight.DType).Contiguous();
    }

    /// <summary>Puts a 4-bit weight in place of the present one.</summary>
    internal void Replace(Nf4Weight weight) => Exchange(new Nf4Store(weight)).Dispose();

    /// <summary>Puts a weight in full precision, in <see cref="Layout"/>, in place of the present one.</summary>
    internal void Replace(Tensor weight)
    {
        weight.RequiresGrad = true;
        Exchange(new DenseStore(weight.KeepAlive())).Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _storeBeforeMerge?.Dispose();
    }

    private DenseStore Full(WeightFactory weights, double std)
    {
        var weight = weights.Normal(Layout == ProjectionLayout.OutputInput ? [OutputSize, InputSize] : [InputSize, OutputSize], std);
        weight.RequiresGrad = true;
        return new DenseStore(weight);
    }

    private WeightStore Quantized4Bit(WeightFactory weights, QuantizationConfig quantization, double std)
    {
        if (!weights.IsRandom)
            return new AwaitedStore();
        using var scope = new TensorScope();
        return new Nf4Store(Nf4Weight.Quantize(weights.Normal([OutputSize, InputSize], std), quantization.DoubleQuantization));
    }

    /// <summary>Puts another weight in the place of the present one, which is given back.</summary>
    private WeightStore Exchange(WeightStore next)
    {
        var before = _store;
        foreach (var (suffix, _) in before.Tensors)
            Unregister(WeightName + suffix);
        Register(next);
        _store = next;
        return before;
    }

    /// <summary>Full precision is a parameter, trained as its tensor says; 4 bits are buffers.</summary>
    private void Register(WeightStore store)
    {
        foreach (var (suffix, tensor) in store.Tensors)
        {
            bool trained = tensor.RequiresGrad;
            if (store.Dense is null)
                Buffer(WeightName + suffix, tensor);
            else
                Parameter(WeightName + suffix, tensor).RequiresGrad = trained;
        }
    }
}
