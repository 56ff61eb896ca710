namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>As many synapses as the sparsity leaves, anywhere; two thirds of them excite.</summary>
/// <param name="Units">Neurons.</param>
/// <param name="OutputSize">How many of them are motor neurons.</param>
/// <param name="Sparsity">Share of synapses that are missing.</param>
/// <param name="Seed">Draws the synapses.</param>
public sealed record RandomPlan(int Units, int OutputSize, double Sparsity, uint Seed = 1111) : WiringPlan
{
    public override Wiring Build(int inputSize)
    {
        PlanRules.Require(inputSize, Units, OutputSize, Sparsity);
        var random = new Pcg64Draws(Seed);
        var wiring = new Wiring(inputSize, OutputSize, [[.. Enumerable.Range(0, Units)]]);
        foreach (int synapse in random.Sample(Units * Units, Kept(Units)))
            wiring.Connect(synapse / Units, synapse % Units, random.Polarity());
        foreach (int synapse in random.Sample(inputSize * Units, Kept(inputSize)))
        {
            random.Polarity(); // the original draws one here that it does not use
            wiring.ConnectSense(synapse / Units, synapse % Units, random.Polarity());
        }
        return wiring;
    }

    private int Kept(int sources) => (int)Math.Round((double)sources * Units * (1 - Sparsity));
}
