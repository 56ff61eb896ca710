using Reverie.Torch.Native;

namespace Reverie.Torch.Tests.Native;

/// <summary>Single steps of a transformer whose cache, heads or weights do not fit.</summary>
internal static class TransformerStepMisuses
{
    private const int Width = 4;
    private static readonly Operator Step = new("reverie::transformer_step");

    internal static IEnumerable<Misuse> All =>
    [
        new("step of 0 heads", "0 heads cannot share a width of 4", () => Run(heads: 0)),
        new("step of 3 heads", "3 heads cannot share a width of 4", () => Run(heads: 3)),
        new("step of 8 heads", "8 heads cannot share a width of 4", () => Run(heads: 8)),
        new("step of width 0", "cannot share a width of 0", () => Run(x: Tensor.Ones([1, 1, 0]))),
        new("step of two tokens", "wants [B, 1, E]", () => Run(x: Tensor.Ones([1, 2, Width]))),
        new("step with other heads in its cache", "the cache must have the shape", () => Run(cache: Tensor.Zeros([1, 2, 1, 1, 3, 2]))),
        new("step with a cache of keys alone", "the cache must have the shape", () => Run(cache: Tensor.Zeros([1, 1, 1, 2, 3, 2]))),
        new("step with a cache in double precision", "not on Double", () => Run(cache: Tensor.Zeros([1, 2, 1, 2, 3, 2], ScalarType.Float64))),
        new("step into a full cache", "token 3 does not fit into a cache of 3", () => Run(length: 3)),
        new("step at token -1", "token -1 does not fit", () => Run(length: -1)),
        new("step with a short bias", "weight 3 has the shape [2]", () => Run(change: weights => weights[3] = Tensor.Ones([2]))),
        new("step with a small matrix", "weight 12 has the shape [4, 4]", () => Run(change: weights => weights[12] = Tensor.Ones([Width, Width]))),
        new("step with a short last norm", "weight 17 has the shape [1]", () => Run(change: weights => weights[17] = Tensor.Ones([1]))),
        new("step with a bfloat16 bias", "matrices may be bfloat16", () => Run(change: weights => weights[3] = Tensor.Ones([Width], ScalarType.BFloat16))),
        new("step that is recorded", "has no derivative", () => Run(change: weights => weights[2].RequiresGrad = true)),
        new("step with a weight too few", "not 17 for 1 layers", () => Run(count: 17)),
    ];

    private static void Run(Tensor? x = null, Tensor? cache = null, int heads = 2, long length = 0, int count = 18, Action<Tensor[]>? change = null)
    {
        Tensor[] weights =
        [
            One(), One(), One(Width), One(), One(Width), One(), One(Width), One(), One(Width), One(), One(), One(),
            Tensor.Ones([4 * Width, Width]), Tensor.Ones([4 * Width]), Tensor.Ones([Width, 4 * Width]), One(), One(), One(),
        ];
        change?.Invoke(weights);
        Aten.Call(Step, x ?? Tensor.Ones([1, 1, Width]), weights[..count], cache ?? Tensor.Zeros([1, 2, 1, 2, 3, 2]), length, heads);
    }

    private static Tensor One(params long[] rows) => Tensor.Ones([.. rows, Width]);
}
