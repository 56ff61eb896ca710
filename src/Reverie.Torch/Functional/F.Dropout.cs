using Reverie.Torch.Native;

namespace Reverie.Torch;

public static partial class F
{
    private static readonly Operator DropoutOp = new("aten::dropout");
    private static readonly Operator SeededDropoutOp = new("reverie::dropout");

    /// <summary>Zeroes elements with probability p while training, and scales the rest by 1 / (1 - p). Draws from the default generator.</summary>
    public static Tensor Dropout(Tensor x, double p, bool training)
    {
        if (!training || p <= 0)
            return x;
        return x.Device.IsCpu && x.DType == ScalarType.Float32 && p < 1
            ? Dropout(x, p, DrawSeed())
            : Aten.Call(DropoutOp, x, p, true);
    }

    /// <summary>The same with a mask that depends on the seed alone, whatever the number of threads. Floats on the CPU.</summary>
    public static Tensor Dropout(Tensor x, double p, long seed) => Aten.Call(SeededDropoutOp, x, p, seed);

    /// <summary>A seed from the default generator.</summary>
    internal static long DrawSeed()
    {
        using var scope = new TensorScope();
        return Tensor.Randint(0, long.MaxValue, [1]).ItemInt64();
    }
}
