using Reverie.Torch.Native;
using Reverie.Torch.Optimizers;

namespace Reverie.Torch.Tests.Native;

/// <summary>Steps of Adam whose lists, shapes or numbers do not fit.</summary>
internal static class OptimizerMisuses
{
    private static readonly Operator Step = new("reverie::adam_");

    internal static IEnumerable<Misuse> All =>
    [
        new("Adam with a short gradient", "must have the shape [1000], not [2]", () => Run([Of(1000)], [Of(2)], [Of(1000)], [Of(1000)])),
        new("Adam with a short average", "must have the shape [1000], not [2]", () => Run([Of(1000)], [Of(1000)], [Of(2)], [Of(1000)])),
        new("Adam with a short square", "must have the shape [1000], not [2]", () => Run([Of(1000)], [Of(1000)], [Of(1000)], [Of(2)])),
        new("Adam with a turned gradient", "must have the shape [2, 3], not [3, 2]", () => Run([Of(2, 3)], [Of(3, 2)], [Of(2, 3)], [Of(2, 3)])),
        new("Adam with fewer gradients", "have the lengths 2, 1, 2 and 2", () => Run([Of(2), Of(2)], [Of(2)], [Of(2), Of(2)], [Of(2), Of(2)])),
        new("Adam with fewer averages", "have the lengths 2, 2, 1 and 2", () => Run([Of(2), Of(2)], [Of(2), Of(2)], [Of(2)], [Of(2), Of(2)])),
        new("Adam with fewer squares", "have the lengths 2, 2, 2 and 1", () => Run([Of(2), Of(2)], [Of(2), Of(2)], [Of(2), Of(2)], [Of(2)])),
        new("Adam on an expanded parameter", "share memory", () => Train(Tensor.Ones([10, 1]).Expand(10, 1000))),
        new("Adam on overlapping windows", "share memory", () => Train(Aten.Call(new Operator("aten::unfold"), Of(10), 0, 3, 1))),
        new("Adam with an expanded average", "share memory", () => Run([Of(4)], [Of(4)], [Of(1).Expand(4)], [Of(4)])),
        new("Adam with a double gradient", "not on Double", () => Run([Of(2)], [Tensor.Ones([2], ScalarType.Float64)], [Of(2)], [Of(2)])),
        new("Adam with a double average", "not on Double", () => Run([Of(2)], [Of(2)], [Tensor.Ones([2], ScalarType.Float64)], [Of(2)])),
        new("Adam at step 0", "count from 1", () => Run([Of(2)], [Of(2)], [Of(2)], [Of(2)], step: 0)),
        new("Adam with a beta of 1", "betas are at least 0 and below 1", () => Run([Of(2)], [Of(2)], [Of(2)], [Of(2)], beta: 1)),
        new("clipping to a negative norm", "must not be negative", () => GradientClipping.ClipNorm([Of(2)], -1)),
        new("clipping to a norm of NaN", "must not be negative", () => GradientClipping.ClipNorm([Of(2)], double.NaN)),
        new("norm of integers", "not on Long", () => Aten.CallScalar(new Operator("reverie::total_norm"), (Tensor[])[Tensor.Arange(3)])),
        new("optimizer with a beta of 1", "beta", () => new Adam([Of(2)], 0.1, beta1: 1).Dispose()),
        new("optimizer with a negative epsilon", "epsilon", () => new Adam([Of(2)], 0.1, eps: -1).Dispose()),
        new("optimizer with a parameter twice", "twice", () => Twice(Of(2))),
        new("optimizer state of step -4", "step", () => Restore(-4)),
        new("optimizer state of half a step", "step", () => Restore(0.5)),
    ];

    private static Tensor Of(params long[] shape) => Tensor.Ones(shape);

    private static void Run(Tensor[] parameters, Tensor[] grads, Tensor[] averages, Tensor[] squares, long step = 1, double beta = 0.9) =>
        Aten.Run(Step, parameters, grads, averages, squares, 0.1, beta, 0.999, 1e-8, 0.0, false, step);

    private static void Train(Tensor parameter)
    {
        parameter.Grad = Tensor.OnesLike(parameter);
        using var adam = new Adam([parameter], 0.1);
        adam.Step();
    }

    private static void Twice(Tensor parameter) => new Adam([parameter, parameter], 0.1).Dispose();

    private static void Restore(double step)
    {
        using var adam = new Adam([Of(2)], 0.1);
        adam.LoadStateDict(new Dictionary<string, Tensor> { ["0.exp_avg"] = Of(2), ["0.exp_avg_sq"] = Of(2), ["0.step"] = Tensor.Scalar(step) });
    }
}
