namespace Reverie.Torch.Optimizers;

/// <summary>Stochastic gradient descent with momentum, PyTorch's: b ← μ b + g (at first b ← g), p ← p - lr b.</summary>
public sealed class Sgd : Optimizer
{
    private readonly Dictionary<Tensor, Tensor> _momenta = new(ReferenceEqualityComparer.Instance);

    /// <param name="groups">In checkpoint order.</param>
    /// <param name="momentum">μ; 0: none.</param>
    /// <exception cref="ArgumentException">The momentum is negative or not below 1; or as for every optimizer.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, double momentum = 0) : base(groups)
    {
        if (!(momentum >= 0 && momentum < 1))
            throw new ArgumentException($"A momentum is at least 0 and below 1, not {momentum}.", nameof(momentum));
        Momentum = momentum;
    }

    public double Momentum { get; }

    /// <summary>Momenta by the parameter's index: <c>3.momentum_buffer</c>.</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var result = new Dictionary<string, Tensor>();
        foreach (var (index, parameter) in Parameters.Index())
        {
            if (_momenta.TryGetValue(parameter, out var momentum))
                result[Name(index)] = momentum;
        }
        return result;
    }

    /// <exception cref="TorchException">A momentum has another shape than its parameter.</exception>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var (index, parameter) in Parameters.Index())
        {
            if (!state.TryGetValue(Name(index), out var momentum))
                continue;
            if (!momentum.Shape.SequenceEqual(parameter.Shape))
                throw new TorchException($"The momentum of parameter {index} has another shape than the parameter.");
            Remember(parameter, momentum);
        }
    }

    protected override void Update(ParameterGroup group)
    {
        foreach (var parameter in group.Parameters)
        {
            if (parameter.Grad is not { } grad)
                continue;
            if (group.WeightDecay != 0)
                grad = grad.Add(parameter, group.WeightDecay);
            if (Momentum != 0)
            {
                if (_momenta.TryGetValue(parameter, out var momentum))
                    momentum.MulInPlace(Momentum).AddInPlace(grad);
                else
                    momentum = Remember(parameter, grad);
                grad = momentum;
            }
            parameter.AddInPlace(grad, -group.LearningRate);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var momentum in _momenta.Values)
            momentum.Dispose();
        _momenta.Clear();
    }

    private static string Name(int index) => $"{index}.momentum_buffer";

    private Tensor Remember(Tensor parameter, Tensor momentum)
    {
        if (_momenta.Remove(parameter, out var before))
            before.Dispose();
        return _momenta[parameter] = momentum.To(parameter.Device).Clone().KeepAlive();
    }
}
