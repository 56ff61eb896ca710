using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Dreamer.Options;

/// <summary>The replay.</summary>
public sealed record BufferOptions
{
    /// <summary>Steps that are kept, over all environments.</summary>
    [Range(1, long.MaxValue)]
    public long Size { get; init; } = 1_000_000;

    /// <summary>Whether steps lie in files of the run's folder, and in memory only as far as the system likes.</summary>
    public bool Memmap { get; init; } = true;

    /// <summary>
    /// 1: a sequence goes on from the latent state that was there before it, which the replay keeps and learning refreshes; 0: from nothing.
    /// </summary>
    [Range(0, 1)]
    public int Context { get; init; }

    /// <summary>Whether the newest sequences come first, each once; the others are drawn uniformly.</summary>
    public bool OnlineQueue { get; init; }

    /// <summary>Whether checkpoints hold the replay; without it a resumed run begins with an empty one.</summary>
    public bool Checkpoint { get; init; } = true;
}

/// <summary>When checkpoints are written.</summary>
public sealed record DreamerCheckpointOptions
{
    /// <summary>Steps of the policy between checkpoints; 0: only at the end.</summary>
    [Range(0, long.MaxValue)]
    public long Every { get; init; } = 100_000;

    /// <summary>A run (its folder, or that of one of its checkpoints) whose state this new run begins with.</summary>
    public string? ResumeFrom { get; init; }

    /// <summary>Whether the end writes one.</summary>
    public bool SaveLast { get; init; } = true;

    /// <summary>Newest checkpoints that are kept.</summary>
    [Range(1, int.MaxValue)]
    public int KeepLast { get; init; } = 5;
}

/// <summary>What is logged.</summary>
public sealed record MetricOptions
{
    /// <summary>Steps of the policy between two lines of the log.</summary>
    [Range(1, long.MaxValue)]
    public long LogEvery { get; init; } = 5000;

    /// <summary>0: nothing; 1: everything.</summary>
    [Range(0, 1)]
    public int LogLevel { get; init; } = 1;
}
