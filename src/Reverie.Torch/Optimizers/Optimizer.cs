using Reverie.Torch.Distributed;

namespace Reverie.Torch.Optimizers;

/// <summary>Moves parameters along their gradients. Parameters without a gradient are left alone.</summary>
public abstract class Optimizer : IDisposable
{
    /// <param name="groups">In checkpoint order.</param>
    /// <exception cref="ArgumentException">Two groups have one name, or one parameter is in two.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups)
    {
        Groups = [.. groups];
        if (Groups.CountBy(group => group.Name).FirstOrDefault(entry => entry.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Two groups of parameters have the name '{twice}'; give each its own.", nameof(groups));
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        if (Groups.FirstOrDefault(group => group.Parameters.Any(parameter => !seen.Add(parameter))) is { } group)
            throw new ArgumentException($"A parameter of the group '{group.Name}' is there twice, so that it would be moved twice a step.", nameof(groups));
    }

    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Parameters in checkpoint order: group by group.</summary>
    public IEnumerable<Tensor> Parameters => Groups.SelectMany(group => group.Parameters);

    /// <summary>Whose gradients are averaged before each step; this process's own if nothing else is said.</summary>
    public IProcessGroup Processes { get; set; } = SingleProcess.Instance;

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters)
            parameter.Grad = null;
    }

    /// <summary>One step along the gradients, or, where several processes train together, along their mean.</summary>
    /// <param name="maxNorm">Clips their common norm first, see <see cref="GradientClipping.ClipNorm"/>; null: no clipping.</param>
    /// <returns>The norm of all gradients together, before clipping.</returns>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; nothing has been moved.</exception>
    public double Step(double? maxNorm = null)
    {
        GradientAverage.Apply(Parameters, Processes);
        double norm = GradientClipping.ClipNorm(Parameters, maxNorm ?? double.PositiveInfinity);
        if (!double.IsFinite(norm))
            throw NotFinite(norm);
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        foreach (var group in Groups)
            Update(group);
        return norm;
    }

    /// <summary>Everything that a continuation needs beside the parameters, by name.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> StateDict();

    /// <summary>Restores what <see cref="StateDict"/> gave.</summary>
    /// <exception cref="TorchException">Something is missing or has another shape than its parameter.</exception>
    public abstract void LoadStateDict(IReadOnlyDictionary<string, Tensor> state);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the parameters of a group; called without recording, in a scope, and only with finite gradients.</summary>
    protected abstract void Update(ParameterGroup group);

    /// <summary>Frees what is remembered of the parameters.</summary>
    protected abstract void Dispose(bool disposing);

    private NonFiniteGradientException NotFinite(double norm)
    {
        using var scope = new TensorScope();
        foreach (var group in Groups)
        {
            foreach (var (index, parameter) in group.Parameters.Index())
            {
                if (parameter.Grad is { } grad && grad.IsFinite().All().ItemInt64() == 0)
                    return new($"The gradient of parameter {index} of the group '{group.Name}', {parameter}, is not finite; no step was taken.");
            }
        }
        return new($"The gradients are finite but their norm is {norm}; no step was taken.");
    }
}
