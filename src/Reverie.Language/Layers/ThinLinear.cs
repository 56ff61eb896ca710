using Reverie.Torch;
using Reverie.Torch.Native;

namespace Reverie.Language.Layers;

/// <summary>The matrix product of a projection, by the way that is fastest for its number of rows.</summary>
internal static class ThinLinear
{
    private const long MostRows = 8;

    private static readonly Operator ThinOp = new("reverie::thin_linear");

    /// <param name="x">[..., in]</param>
    /// <param name="weight">[out, in] or [in, out], as the layout says.</param>
    /// <param name="layout">How the weight lies.</param>
    /// <param name="bias">[out] or null.</param>
    public static Tensor Forward(Tensor x, Tensor weight, ProjectionLayout layout, Tensor? bias)
    {
        bool transposed = layout == ProjectionLayout.InputOutput;
        return IsThin(x, weight)
            ? Aten.Call(ThinOp, x, weight, bias, transposed)
            : F.Linear(x, transposed ? weight.T : weight, bias);
    }

    /// <summary>A few rows, as in decoding; the product has no derivative, so only where none is recorded.</summary>
    private static bool IsThin(Tensor x, Tensor weight) =>
        x.NumElements <= MostRows * x.Size(-1) && x.NumElements > 0 && x.Device.IsCpu && weight.DType is (ScalarType.Float32 or ScalarType.BFloat16)
        && x.DType == weight.DType && weight.IsContiguous && !GradMode.IsEnabled;
}
