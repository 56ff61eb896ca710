using Reverie.Torch.Native;

namespace Reverie.Torch.Optimizers;

/// <summary>Keeps gradients from exploding.</summary>
public static class GradientClipping
{
    private static readonly Operator TotalNormOp = new("reverie::total_norm");

    /// <summary>
    /// Scales all gradients by min(1, maxNorm / (norm + 1e-6)), norm being the Euclidean norm over all of them together
    /// (PyTorch's <c>clip_grad_norm_</c>).
    /// </summary>
    /// <returns>The norm before clipping; not finite where a gradient is not, and then nothing is scaled.</returns>
    /// <exception cref="ArgumentException">The largest norm is negative or not a number.</exception>
    public static double ClipNorm(IEnumerable<Tensor> parameters, double maxNorm)
    {
        if (!(maxNorm >= 0))
            throw new ArgumentException($"The largest norm of gradients must not be negative, as {maxNorm} is.", nameof(maxNorm));
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var grads = parameters.Select(parameter => parameter.Grad).OfType<Tensor>().ToArray();
        double norm = TotalNorm(grads);
        double coefficient = maxNorm / (norm + 1e-6);
        if (coefficient < 1)
        {
            foreach (var grad in grads)
                grad.MulInPlace(coefficient);
        }
        return norm;
    }

    private static double TotalNorm(Tensor[] grads)
    {
        if (grads.Length == 0)
            return 0;
        if (grads.All(grad => grad.Device.IsCpu && grad.DType == ScalarType.Float32))
            return Aten.CallScalar(TotalNormOp, grads);
        // In double precision where a gradient is, so that its norm is as exact as it is.
        var type = grads.Any(grad => grad.DType == ScalarType.Float64) ? ScalarType.Float64 : ScalarType.Float32;
        return Tensor.Stack(Array.ConvertAll(grads, grad => grad.To(type).Norm())).Norm().Item();
    }
}
