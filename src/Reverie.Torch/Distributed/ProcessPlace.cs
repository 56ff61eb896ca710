using System.Globalization;

namespace Reverie.Torch.Distributed;

/// <summary>Where a process stands among those that work together, and where they meet.</summary>
/// <param name="Rank">Which it is; 0 leads.</param>
/// <param name="Size">How many there are.</param>
/// <param name="LocalRank">Which it is on its machine; it says which GPU it takes.</param>
/// <param name="Address">The leader's machine.</param>
/// <param name="Port">The leader's port.</param>
public sealed record ProcessPlace(int Rank, int Size, int LocalRank, string Address, int Port)
{
    private const string RankVariable = "RANK", SizeVariable = "WORLD_SIZE", LocalVariable = "LOCAL_RANK";
    private const string AddressVariable = "MASTER_ADDR", PortVariable = "MASTER_PORT";
    private const int FirstSlurmPort = 15_000, SlurmPorts = 10_000;

    /// <summary>
    /// What torchrun's variables say (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), or else those of <c>srun</c> (SLURM_PROCID,
    /// SLURM_STEP_NUM_TASKS or SLURM_NTASKS, SLURM_LOCALID, SLURM_STEP_NODELIST, SLURM_JOB_ID).
    /// </summary>
    /// <param name="variable">A variable's value; null where it is not set.</param>
    /// <returns>Null where the process is alone.</returns>
    /// <exception cref="FormatException">A variable is missing or wrong; the message is one sentence.</exception>
    public static ProcessPlace? Find(Func<string, string?> variable)
    {
        var place = variable(RankVariable) is not null || variable(SizeVariable) is not null ? OfTorchrun(variable) : OfSlurm(variable);
        if (place is null || place.Size == 1)
            return null;
        return place.Rank < place.Size
            ? place
            : throw new FormatException(
                $"This process is number {place.Rank} of {place.Size}, and numbers begin with 0; {RankVariable} must be below {SizeVariable}.");
    }

    /// <summary>The variables that say this of a process that is started.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        [RankVariable] = Text(Rank),
        [SizeVariable] = Text(Size),
        [LocalVariable] = Text(LocalRank),
        [AddressVariable] = Address,
        [PortVariable] = Text(Port),
    };

    private static ProcessPlace OfTorchrun(Func<string, string?> variable)
    {
        int rank = Number(RankVariable, 0), size = Number(SizeVariable, 1);
        if (size == 1)
            return new(rank, size, 0, "", 0);
        string address = variable(AddressVariable) ?? throw Missing(AddressVariable);
        return new(rank, size, variable(LocalVariable) is null ? 0 : Number(LocalVariable, 0), address, Number(PortVariable, 1, 65_535));

        int Number(string name, int least, int most = int.MaxValue) => Parse(name, variable(name) ?? throw Missing(name), least, most);

        FormatException Missing(string name) => new(
            $"{name} is not set, and of several processes each needs {RankVariable}, {SizeVariable}, {AddressVariable} and {PortVariable}; "
            + "set them all, or none.");
    }

    private static ProcessPlace? OfSlurm(Func<string, string?> variable)
    {
        // The batch script itself has a number too; only what srun starts has a step.
        string? tasks = variable("SLURM_STEP_NUM_TASKS") ?? variable("SLURM_NTASKS");
        if (variable("SLURM_STEP_ID") is null || variable("SLURM_PROCID") is not { } rank || tasks is null)
            return null;
        string? nodes = variable("SLURM_STEP_NODELIST") ?? variable("SLURM_JOB_NODELIST");
        string address = variable(AddressVariable) ?? FirstNode(nodes ?? "") ?? "127.0.0.1";
        int port = variable(PortVariable) is { } given
            ? Parse(PortVariable, given, 1, 65_535)
            : FirstSlurmPort + (int)(long.Parse(variable("SLURM_JOB_ID") ?? "0", CultureInfo.InvariantCulture) % SlurmPorts);
        return new(
            Parse("SLURM_PROCID", rank, 0, int.MaxValue), Parse("SLURM_NTASKS", tasks, 1, int.MaxValue),
            Parse("SLURM_LOCALID", variable("SLURM_LOCALID") ?? "0", 0, int.MaxValue), address, port);
    }

    /// <summary>The first of <c>gpu[03-05,09],login</c> is <c>gpu03</c>.</summary>
    private static string? FirstNode(string nodes)
    {
        int open = nodes.IndexOf('['), comma = nodes.IndexOf(',');
        if (open < 0 || (comma >= 0 && comma < open))
            return (comma < 0 ? nodes : nodes[..comma]) is { Length: > 0 } single ? single : null;
        string numbers = nodes[(open + 1)..];
        int end = numbers.IndexOfAny(['-', ',', ']']);
        return nodes[..open] + numbers[..Math.Max(0, end)];
    }

    private static int Parse(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException(
                $"{name} is '{text}', and it must be a whole number of {least} or more{(most == int.MaxValue ? "" : $", up to {most}")}.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
