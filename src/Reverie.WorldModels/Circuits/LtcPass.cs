using Reverie.Torch;

namespace Reverie.WorldModels.Circuits;

/// <summary>A <see cref="LtcCell"/> in a sequence.</summary>
/// <param name="synapses">Between neurons.</param>
/// <param name="senses">From the inputs.</param>
/// <param name="x">Mapped inputs, [B, T, input].</param>
/// <param name="rest">Leak current and conductance, [units, 1, 2].</param>
/// <param name="capacity">Times the solver's steps, [units].</param>
/// <param name="times">[B, T]; null: 1.</param>
/// <param name="options">How it is solved.</param>
internal sealed class LtcPass(
    LtcCurrents synapses, LtcCurrents senses, Tensor x, Tensor rest, Tensor capacity, Tensor? times, LtcOptions options) : CircuitPass
{
    public override Tensor Step(long t, Tensor hidden)
    {
        var steady = senses.Add(rest, x.Select(1, t)); // [units, B, 2]
        var slowness = CfcPass.TimeAt(times, t) is { } time ? capacity / time : capacity;
        var divisor = slowness + options.Epsilon;
        for (int i = 0; i < options.OdeUnfolds; i++)
        {
            var sums = synapses.Add(steady, hidden);
            hidden = (slowness * hidden + sums.Select(2, 0).T) / (divisor + sums.Select(2, 1).T);
        }
        return hidden;
    }
}
