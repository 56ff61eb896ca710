namespace Reverie.Torch.Optimizers;

/// <summary>The moments of one parameter.</summary>
internal sealed class AdamState(Tensor parameter) : IDisposable
{
    /// <summary>Moving average of the gradient.</summary>
    internal Tensor Average { get; } = Tensor.ZerosLike(parameter).Detach().KeepAlive();

    /// <summary>Moving average of the squared gradient.</summary>
    internal Tensor Square { get; } = Tensor.ZerosLike(parameter).Detach().KeepAlive();

    internal long Steps { get; set; }

    /// <summary>Moments and step counts by the parameter's index, for a checkpoint.</summary>
    internal static Dictionary<string, Tensor> Save(IEnumerable<Tensor> parameters, Dictionary<Tensor, AdamState> states)
    {
        var result = new Dictionary<string, Tensor>();
        foreach (var (index, parameter) in parameters.Index())
        {
            if (!states.TryGetValue(parameter, out var state))
                continue;
            result[$"{index}.exp_avg"] = state.Average;
            result[$"{index}.exp_avg_sq"] = state.Square;
            result[$"{index}.step"] = Tensor.From([state.Steps], []);
        }
        return result;
    }

    /// <exception cref="TorchException">A moment is missing or has another shape than its parameter, or a count of steps is none.</exception>
    internal static void Load(IEnumerable<Tensor> parameters, IReadOnlyDictionary<string, Tensor> state, Func<Tensor, AdamState> stateOf)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        foreach (var (index, parameter) in parameters.Index())
        {
            if (!state.TryGetValue($"{index}.exp_avg", out var average))
                continue;
            if (!state.TryGetValue($"{index}.exp_avg_sq", out var square) || !state.TryGetValue($"{index}.step", out var step))
                throw new TorchException($"The optimizer state of parameter {index} is incomplete.");
            if (!average.Shape.SequenceEqual(parameter.Shape) || !square.Shape.SequenceEqual(parameter.Shape))
                throw new TorchException($"The optimizer state of parameter {index} has another shape than the parameter.");
            double steps = step.Item();
            if (!(steps >= 0 && steps <= long.MaxValue && Math.Floor(steps) == steps))
                throw new TorchException($"The optimizer state of parameter {index} counts {steps} steps, which must be a whole number from 0.");
            var own = stateOf(parameter);
            own.Average.CopyFrom(average);
            own.Square.CopyFrom(square);
            own.Steps = (long)steps;
        }
    }

    public void Dispose()
    {
        Average.Dispose();
        Square.Dispose();
    }
}
