using Reverie.Language.Layers;
using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Optimizers;

namespace Reverie.Algorithms.Iris.Training;

/// <summary>AdamW as IRIS groups it: decay on the weights of linear layers only, each group sorted by name.</summary>
public static class WorldModelOptimizer
{
    public static Adam Create(Module model, double learningRate, double weightDecay)
    {
        var (decayed, others) = Groups(model);
        return new Adam(
            [new("decayed", Tensors(decayed), learningRate, weightDecay), new("others", Tensors(others), learningRate)], decoupled: true);
    }

    /// <summary>Names and tensors of the two groups, in the order of IRIS's checkpoints.</summary>
    public static (IReadOnlyList<(string Name, Tensor Tensor)> Decayed, IReadOnlyList<(string Name, Tensor Tensor)> Others) Groups(Module model)
    {
        var linear = model.NamedModules().Where(part => part.Module is Linear or Projection).Select(part => $"{part.Name}.weight").ToHashSet();
        var sorted = model.NamedParameters().Where(p => p.Tensor.RequiresGrad).OrderBy(p => p.Name, StringComparer.Ordinal)
            .ToLookup(p => linear.Contains(p.Name));
        return ([.. sorted[true]], [.. sorted[false]]);
    }

    private static Tensor[] Tensors(IEnumerable<(string Name, Tensor Tensor)> parameters) => [.. parameters.Select(p => p.Tensor)];
}
