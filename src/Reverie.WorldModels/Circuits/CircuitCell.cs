using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Circuits;

/// <summary>Neurons whose states follow their inputs and one another in continuous time.</summary>
public abstract class CircuitCell(long inputSize, long stateSize, long outputSize) : Module
{
    /// <summary>Numbers of one input.</summary>
    public long InputSize => inputSize;

    /// <summary>Neurons, each with a number of memory.</summary>
    public long StateSize => stateSize;

    /// <summary>Numbers of one output.</summary>
    public long OutputSize => outputSize;

    /// <summary>Prepares a walk through a sequence.</summary>
    /// <param name="x">[B, T, input]</param>
    /// <param name="times">Time that passes at each step, [B, T]; null: 1.</param>
    public abstract CircuitPass Begin(Tensor x, Tensor? times);

    /// <summary>What the motor neurons say.</summary>
    /// <param name="hidden">[..., S]</param>
    /// <returns>[..., output]</returns>
    public virtual Tensor Output(Tensor hidden) => hidden;

    /// <summary>Walks through a sequence.</summary>
    /// <param name="x">[B, T, input]</param>
    /// <param name="hidden">The state before, [B, S].</param>
    /// <param name="times">Time that passes at each step, [B, T]; null: 1.</param>
    /// <param name="padding">Truth values [B, T, 1]: steps that leave the state as it was; null: none.</param>
    /// <returns>[B, T, output], and the state after, [B, S].</returns>
    public virtual (Tensor Outputs, Tensor Hidden) Run(Tensor x, Tensor hidden, Tensor? times = null, Tensor? padding = null)
    {
        var pass = Begin(x, times);
        var states = new Tensor[x.Size(1)];
        for (int t = 0; t < states.Length; t++)
            states[t] = hidden = Kept(padding?.Select(1, t), hidden, pass.Step(t, hidden));
        return (Output(Tensor.Stack(states, 1)), hidden);
    }

    /// <summary>The new values, but the old ones in rows that are padding.</summary>
    internal static Tensor Kept(Tensor? padding, Tensor before, Tensor after) => padding is null ? after : Tensor.Where(padding, before, after);
}
