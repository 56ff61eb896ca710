namespace Reverie.WorldModels.Circuits.Wirings;

/// <summary>What a wiring needs in order to be drawn.</summary>
internal static class PlanRules
{
    /// <summary>Most synapses that one matrix can hold.</summary>
    private const long MostSynapses = int.MaxValue / 2;

    /// <summary>The largest share of synapses that may be missing.</summary>
    public const double LargestSparsity = 0.9;

    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static void Require(int inputSize, int units, int outputSize, double sparsity = 0)
    {
        if (inputSize < 1 || units < 1 || outputSize < 1)
            throw new ArgumentException($"A circuit needs inputs, neurons and outputs, not {inputSize}, {units} and {outputSize}.");
        if (outputSize > units)
            throw new ArgumentException($"A circuit of {units} neurons cannot have {outputSize} outputs; give it more neurons or fewer outputs.");
        if (sparsity is not (>= 0 and <= LargestSparsity))
            throw new ArgumentException($"The sparsity of a circuit must lie between 0 and {LargestSparsity}, not be {sparsity}.", nameof(sparsity));
        if ((long)units * units > MostSynapses || (long)inputSize * units > MostSynapses)
            throw new ArgumentException($"{inputSize} inputs and {units} neurons have more synapses than fit into a matrix; use fewer neurons.");
    }

    /// <exception cref="ArgumentException">A layer is empty, or a neuron is to choose more others than there are.</exception>
    public static void Require(int inputSize, NcpPlan plan)
    {
        Require(inputSize, plan.InterNeurons + plan.CommandNeurons + plan.MotorNeurons, plan.MotorNeurons);
        if (plan.InterNeurons < 1 || plan.CommandNeurons < 1)
            throw new ArgumentException($"A circuit needs inter and command neurons, not {plan.InterNeurons} and {plan.CommandNeurons}.");
        if (plan.RecurrentCommandSynapses < 0)
            throw new ArgumentException($"There cannot be {plan.RecurrentCommandSynapses} synapses among command neurons.");
        Share("sensory fanout", plan.SensoryFanout, "inter", plan.InterNeurons);
        Share("inter fanout", plan.InterFanout, "command", plan.CommandNeurons);
        Share("motor fanin", plan.MotorFanin, "command", plan.CommandNeurons);
    }

    /// <summary>Why so few neurons cannot be divided among the layers; null where they can.</summary>
    public static string? TooFewUnits(int units, int outputSize) => units >= outputSize + 3
        ? null
        : $"A circuit with {outputSize} outputs needs at least {outputSize + 3} neurons, and many more to be of use, not {units}.";

    private static void Share(string name, int count, string layer, int neurons)
    {
        if (count < 1 || count > neurons)
            throw new ArgumentException($"The {name} must lie between 1 and {neurons}, the number of {layer} neurons, not be {count}.");
    }
}
