using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Clusters;

/// <summary>What a job asks a cluster for, under the names of Hydra's submitit launcher, and what PBS has besides.</summary>
public sealed record ClusterResources
{
    public string Name { get; init; } = "reverie";

    [Range(1, 527_040)]
    public int TimeoutMin { get; init; } = 60;

    [Range(1, 4096)]
    public int CpusPerTask { get; init; } = 1;

    [Range(0, 64)]
    public int GpusPerNode { get; init; }

    [Range(1, 4096)]
    public int TasksPerNode { get; init; } = 1;

    [Range(0.1, 100_000)]
    public double MemGb { get; init; } = 4;

    [Range(1, 4096)]
    public int Nodes { get; init; } = 1;

    public string? Partition { get; init; }

    public string? Qos { get; init; }

    public string? Gres { get; init; }

    public string? Constraint { get; init; }

    public string? Account { get; init; }

    /// <summary>Runs at a time.</summary>
    [Range(1, 100_000)]
    public int ArrayParallelism { get; init; } = 256;

    /// <summary>So long before the end a run is told to save.</summary>
    [Range(10, 86_400)]
    public int SignalDelayS { get; init; } = 120;

    /// <summary>How often a run that was out of time is queued again.</summary>
    [Range(0, 10_000)]
    public int MaxNumTimeout { get; init; } = 100;

    /// <summary>Shell commands before the run.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>Further directives, as <c>#SBATCH</c> or <c>#PBS</c> has them.</summary>
    public IReadOnlyList<string> AdditionalParameters { get; init; } = [];

    /// <summary>PBS: the queue.</summary>
    public string? Queue { get; init; }

    /// <summary>PBS: least memory of a GPU, in GB.</summary>
    [Range(1, 100_000)]
    public int? GpuMemGb { get; init; }

    /// <summary>PBS: what a GPU must be able to do, such as <c>compute_80</c>.</summary>
    public string? GpuCap { get; init; }

    /// <summary>PBS: a folder of its own on the node, in GB. The run works there and is copied back when the job ends.</summary>
    [Range(1, 1_000_000)]
    public int? ScratchLocalGb { get; init; }
}
