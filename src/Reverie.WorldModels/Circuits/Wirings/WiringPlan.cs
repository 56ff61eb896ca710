namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>How a circuit is to be wired, whatever its inputs. The same plan for as many inputs is the same wiring on every machine.</summary>
public abstract record WiringPlan
{
    /// <summary>Draws the synapses.</summary>
    /// <param name="inputSize">Sensory neurons.</param>
    /// <exception cref="ArgumentException">The plan cannot be carried out, in one sentence.</exception>
    public abstract Wiring Build(int inputSize);
}
