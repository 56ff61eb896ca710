using Reverie.Torch;

namespace Reverie.Language.Layers;

/// <summary>The matrix product of a projection, by the way that is fastest for its number of rows.</summary>
internal static class ThinLinear
{
    /// <param name="x">[..., in]</param>
    /// <param name="weight">[out, in] or [in, out], as the layout says.</param>
    /// <param name="layout">How the weight lies.</param>
    /// <param name="bias">[out] or null.</param>
    public static Tensor Forward(Tensor x, Tensor weight, ProjectionLayout layout, Tensor? bias) =>
        F.Linear(x, layout == ProjectionLayout.OutputInput ? weight : weight.T, bias);
}
