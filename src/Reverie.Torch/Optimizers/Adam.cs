using Reverie.Torch.Native;

namespace Reverie.Torch.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), and AdamW (Loshchilov and Hutter, 2019) where the weight decay is decoupled:
/// m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², p ← p - lr m̂ / (√v̂ + ε).
/// On the CPU one native pass does a step; elsewhere libtorch's fused operator, or its foreach operators.
/// </summary>
public sealed class Adam : Optimizer
{
    private static readonly Operator CpuStepOp = new("reverie::adam_");
    private static readonly Operator FusedAdamOp = new("aten::_fused_adam_");
    private static readonly Operator FusedAdamWOp = new("aten::_fused_adamw_");

    private readonly Dictionary<Tensor, AdamState> _states = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="ArgumentException">A beta is outside of [0, 1) or epsilon is negative; or as for every optimizer.</exception>
    public Adam(IEnumerable<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, bool decoupled = false)
        : base(groups)
    {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && eps >= 0))
            throw new ArgumentException($"Adam's betas must be at least 0 and below 1, and its epsilon not negative; not {beta1}, {beta2} and {eps}.");
        (Beta1, Beta2, Eps, Decoupled) = (beta1, beta2, eps, decoupled);
    }

    /// <inheritdoc cref="Adam(IEnumerable{ParameterGroup}, double, double, double, bool)"/>
    public Adam(IEnumerable<Tensor> parameters, double learningRate, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8)
        : this([new ParameterGroup("all", [.. parameters], learningRate)], beta1, beta2, eps)
    {
    }

    public double Beta1 { get; }

    public double Beta2 { get; }

    public double Eps { get; }

    /// <summary>True for AdamW: decay shrinks the weights before the step instead of joining the gradient.</summary>
    public bool Decoupled { get; }

    /// <summary>Moments and step counts by the parameter's index, for a checkpoint: <c>3.exp_avg</c>, <c>3.exp_avg_sq</c>, <c>3.step</c>.</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => AdamState.Save(Parameters, _states);

    /// <exception cref="TorchException">A moment is missing or has another shape than its parameter, or a count of steps is none.</exception>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => AdamState.Load(Parameters, state, StateOf);

    protected override void Update(ParameterGroup group)
    {
        var batches = group.Parameters
            .Select(parameter => (Parameter: parameter, parameter.Grad))
            .Where(pair => pair.Grad is not null)
            .Select(pair => (pair.Parameter, Grad: pair.Grad!, State: StateOf(pair.Parameter)))
            .GroupBy(item => (item.State.Steps, item.Parameter.Device, item.Parameter.DType));
        foreach (var batch in batches)
        {
            var items = batch.ToArray();
            long step = batch.Key.Steps + 1;
            Apply(
                group, step, batch.Key.Device, batch.Key.DType,
                Array.ConvertAll(items, item => item.Parameter),
                Array.ConvertAll(items, item => item.Grad),
                Array.ConvertAll(items, item => item.State.Average),
                Array.ConvertAll(items, item => item.State.Square));
            foreach (var item in items)
                item.State.Steps = step;
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var state in _states.Values)
            state.Dispose();
        _states.Clear();
    }

    private AdamState StateOf(Tensor parameter)
    {
        if (!_states.TryGetValue(parameter, out var state))
            _states[parameter] = state = new AdamState(parameter);
        return state;
    }

    private void Apply(
        ParameterGroup group, long step, Device device, ScalarType type, Tensor[] parameters, Tensor[] grads, Tensor[] averages, Tensor[] squares)
    {
        if (device.IsCpu && type is (ScalarType.Float32 or ScalarType.Float64))
        {
            Aten.Run(CpuStepOp, parameters, grads, averages, squares, group.LearningRate, Beta1, Beta2, Eps, group.WeightDecay, Decoupled, step);
            return;
        }
        var fused = Decoupled ? FusedAdamWOp : FusedAdamOp;
        if (!device.IsCpu && fused.Exists)
        {
            var steps = Array.ConvertAll(parameters, _ => Tensor.Scalar(step, ScalarType.Float32, device));
            Aten.Run(fused, parameters, grads, averages, squares, (Tensor[])[], steps, group.LearningRate, Beta1, Beta2, group.WeightDecay, Eps, false, false);
            return;
        }
        for (int i = 0; i < parameters.Length; i++)
            Compose(group, step, parameters[i], grads[i], averages[i], squares[i]);
    }

    /// <summary>The step written out, for devices and types without a fused one.</summary>
    private void Compose(ParameterGroup group, long step, Tensor parameter, Tensor grad, Tensor average, Tensor square)
    {
        if (Decoupled)
            parameter.MulInPlace(1 - (group.LearningRate * group.WeightDecay));
        else if (group.WeightDecay != 0)
            grad = grad.Add(parameter, group.WeightDecay);
        average.LerpInPlace(grad, 1 - Beta1);
        square.MulInPlace(Beta2).AddInPlace(grad.Square(), 1 - Beta2);
        double correction = Math.Sqrt(1 - Math.Pow(Beta2, step));
        var denominator = (square.Sqrt() / correction) + Eps;
        parameter.AddInPlace(average / denominator, -group.LearningRate / (1 - Math.Pow(Beta1, step)));
    }
}
