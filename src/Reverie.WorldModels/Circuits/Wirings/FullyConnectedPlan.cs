namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>Every neuron is connected to every other and every sense to every neuron; two thirds of the synapses excite.</summary>
/// <param name="Units">Neurons.</param>
/// <param name="OutputSize">How many of them are motor neurons.</param>
/// <param name="Seed">Draws the polarities.</param>
/// <param name="SelfConnections">Whether a neuron is connected to itself.</param>
public sealed record FullyConnectedPlan(int Units, int OutputSize, uint Seed = 1111, bool SelfConnections = true) : WiringPlan
{
    public override Wiring Build(int inputSize)
    {
        PlanRules.Require(inputSize, Units, OutputSize);
        var random = new Pcg64Draws(Seed);
        var wiring = new Wiring(inputSize, OutputSize, [[.. Enumerable.Range(0, Units)]]);
        for (int source = 0; source < Units; source++)
        {
            for (int destination = 0; destination < Units; destination++)
            {
                if (source != destination || SelfConnections)
                    wiring.Connect(source, destination, random.Polarity());
            }
        }
        for (int sense = 0; sense < inputSize; sense++)
        {
            for (int destination = 0; destination < Units; destination++)
                wiring.ConnectSense(sense, destination, random.Polarity());
        }
        return wiring;
    }
}
