namespace Reverie.Torch.Optimizers;

/// <summary>
/// LaProp (Ziyin et al., 2020) with adaptive gradient clipping (Brock et al., 2021), as DreamerV3 of 2024 has it: a gradient is scaled down to a
/// share of its parameter's norm, divided by the root of its running mean square, and then averaged; Adam averages first. Both means are
/// corrected for their start at zero, and the first steps are small.
/// </summary>
public sealed class LaProp : Optimizer
{
    private readonly Dictionary<Tensor, AdamState> _states = new(ReferenceEqualityComparer.Instance);

    /// <param name="groups">In checkpoint order.</param>
    /// <param name="momentum">Of the average of scaled gradients.</param>
    /// <param name="decay">Of the mean square.</param>
    /// <param name="eps">Added to the root.</param>
    /// <param name="clip">A gradient's norm is at most this share of its parameter's; 0: any.</param>
    /// <param name="smallestNorm">A parameter's norm counts as this at least.</param>
    /// <param name="warmup">Steps in which the learning rate rises from 0; 0: none.</param>
    /// <exception cref="ArgumentException">A number is out of its range; or as for every optimizer.</exception>
    public LaProp(
        IEnumerable<ParameterGroup> groups, double momentum = 0.9, double decay = 0.999, double eps = 1e-20, double clip = 0.3, double smallestNorm = 1e-3,
        long warmup = 1000)
        : base(groups)
    {
        if (!(momentum >= 0 && momentum < 1 && decay >= 0 && decay < 1 && eps >= 0 && clip >= 0 && smallestNorm >= 0 && warmup >= 0))
            throw new ArgumentException("LaProp's momentum and decay must be at least 0 and below 1, and nothing else negative.");
        (Momentum, Decay, Eps, Clip, SmallestNorm, Warmup) = (momentum, decay, eps, clip, smallestNorm, warmup);
    }

    public double Momentum { get; }

    public double Decay { get; }

    public double Eps { get; }

    public double Clip { get; }

    public double SmallestNorm { get; }

    public long Warmup { get; }

    /// <summary>Averages and step counts by the parameter's index: <c>3.exp_avg</c>, <c>3.exp_avg_sq</c>, <c>3.step</c>.</summary>
    public override IReadOnlyDictionary<string, Tensor> StateDict() => AdamState.Save(Parameters, _states);

    /// <exception cref="TorchException">An average is missing or has another shape than its parameter, or a count of steps is none.</exception>
    public override void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => AdamState.Load(Parameters, state, StateOf);

    protected override void Update(ParameterGroup group)
    {
        foreach (var parameter in group.Parameters)
        {
            if (parameter.Grad is { } grad)
                Move(group, parameter, grad, StateOf(parameter));
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var state in _states.Values)
            state.Dispose();
        _states.Clear();
    }

    private void Move(ParameterGroup group, Tensor parameter, Tensor grad, AdamState state)
    {
        using var scope = new TensorScope();
        double share = Clip > 0 ? Clip * Math.Max(SmallestNorm, parameter.Norm().Item()) / Math.Max(double.Epsilon, grad.Norm().Item()) : 1;
        if (share < 1)
            grad *= share;
        double rate = group.LearningRate * (Warmup > 0 ? Math.Min(1, (double)state.Steps / Warmup) : 1);
        long step = ++state.Steps;
        state.Square.MulInPlace(Decay).AddInPlace(grad.Square(), 1 - Decay);
        double correction = Math.Sqrt(1 - Math.Pow(Decay, step));
        state.Average.LerpInPlace(grad / ((state.Square.Sqrt() / correction) + Eps), 1 - Momentum);
        if (group.WeightDecay != 0)
            parameter.MulInPlace(1 - (rate * group.WeightDecay));
        parameter.AddInPlace(state.Average, -rate / (1 - Math.Pow(Momentum, step)));
    }

    private AdamState StateOf(Tensor parameter)
    {
        if (!_states.TryGetValue(parameter, out var state))
            _states[parameter] = state = new AdamState(parameter);
        return state;
    }
}
