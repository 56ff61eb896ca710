namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>
/// A neural circuit policy (Lechner et al., 2020), wired as the nervous system of C. elegans: senses to inter neurons to command neurons,
/// which are connected among themselves, to motor neurons. A neuron that the drawing left out is connected afterwards.
/// </summary>
/// <param name="InterNeurons">Neurons of the first layer, which have the highest numbers.</param>
/// <param name="CommandNeurons">Neurons of the second layer.</param>
/// <param name="MotorNeurons">Neurons of the last layer, which have the lowest numbers.</param>
/// <param name="SensoryFanout">Synapses from each sense.</param>
/// <param name="InterFanout">Synapses from each inter neuron.</param>
/// <param name="RecurrentCommandSynapses">Synapses that are drawn among command neurons.</param>
/// <param name="MotorFanin">Synapses to each motor neuron.</param>
/// <param name="Seed">Draws the synapses.</param>
public sealed record NcpPlan(
    int InterNeurons,
    int CommandNeurons,
    int MotorNeurons,
    int SensoryFanout,
    int InterFanout,
    int RecurrentCommandSynapses,
    int MotorFanin,
    uint Seed = NcpPlan.UsualSeed) : WiringPlan
{
    /// <summary>The seed of the reference package.</summary>
    public const uint UsualSeed = 22222;

    private const double CommandShare = 0.4;

    /// <summary>The sizes that follow from the number of neurons: 40 % of those that are no motor neurons command, the others are between.</summary>
    /// <param name="units">All neurons.</param>
    /// <param name="outputSize">How many of them are motor neurons.</param>
    /// <param name="sparsity">Share of synapses that are missing.</param>
    /// <param name="seed">Draws the synapses.</param>
    /// <exception cref="ArgumentException">There are too few neurons, or the sparsity is no share.</exception>
    public static NcpPlan Auto(int units, int outputSize, double sparsity = 0.5, uint seed = UsualSeed)
    {
        PlanRules.Require(1, units, outputSize, sparsity);
        if (PlanRules.TooFewUnits(units, outputSize) is { } sentence)
            throw new ArgumentException(sentence, nameof(units));
        int command = AtLeastOne(CommandShare * (units - outputSize)), inter = units - outputSize - command;
        double density = 1 - sparsity;
        return new(
            inter,
            command,
            outputSize,
            AtLeastOne(inter * density),
            AtLeastOne(command * density),
            AtLeastOne(command * density * 2),
            AtLeastOne(command * density),
            seed);
    }

    public override Wiring Build(int inputSize)
    {
        PlanRules.Require(inputSize, this);
        int[] motor = Neurons(0, MotorNeurons), command = Neurons(MotorNeurons, CommandNeurons);
        int[] inter = Neurons(MotorNeurons + CommandNeurons, InterNeurons), senses = Neurons(0, inputSize);
        var wiring = new Wiring(inputSize, MotorNeurons, [inter, command, motor]);
        var random = new MersenneDraws(Seed);
        Spread(senses, inter, SensoryFanout, inputSize, wiring.ConnectSense, random);
        Spread(inter, command, InterFanout, CommandNeurons, wiring.Connect, random);
        for (int i = 0; i < RecurrentCommandSynapses; i++)
        {
            int source = command[random.Below(CommandNeurons)], destination = command[random.Below(CommandNeurons)];
            wiring.Connect(source, destination, random.Polarity());
        }
        Spread(motor, command, MotorFanin, MotorNeurons, (destination, source, polarity) => wiring.Connect(source, destination, polarity), random);
        return wiring;
    }

    /// <summary>Connects each neuron of a layer to some of another, and then those of the other that nobody has chosen.</summary>
    /// <param name="from">Who chooses.</param>
    /// <param name="to">Who is chosen.</param>
    /// <param name="fanout">How many each chooses.</param>
    /// <param name="most">Most synapses of one that was left out.</param>
    /// <param name="connect">Takes who chooses, who is chosen and the polarity.</param>
    /// <param name="random">Draws.</param>
    private static void Spread(int[] from, int[] to, int fanout, int most, Action<int, int, int> connect, MersenneDraws random)
    {
        var leftOut = new SortedSet<int>(to);
        foreach (int one in from)
        {
            foreach (int index in random.Sample(to.Length, fanout))
            {
                leftOut.Remove(to[index]);
                connect(one, to[index], random.Polarity());
            }
        }
        int mean = Math.Clamp((int)((long)from.Length * fanout / to.Length), 1, Math.Min(most, from.Length));
        foreach (int other in leftOut)
        {
            foreach (int index in random.Sample(from.Length, mean))
                connect(from[index], other, random.Polarity());
        }
    }

    private static int[] Neurons(int first, int count) => [.. Enumerable.Range(first, count)];

    private static int AtLeastOne(double count) => Math.Max((int)count, 1);
}
