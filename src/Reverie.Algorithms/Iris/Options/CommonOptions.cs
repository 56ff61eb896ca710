using System.ComponentModel.DataAnnotations;
using Reverie.Torch;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Length, device and seed of a run.</summary>
public sealed record CommonOptions
{
    /// <summary>Number of epochs; one epoch collects, trains, evaluates and saves.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 600;

    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [RegularExpression(@"auto|cpu|cuda(:\d+)?", ErrorMessage = "'common.device' must be auto, cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "auto";

    /// <summary>
    /// What the tokenizer's networks and the world model's imagined steps compute in: <c>float32</c>, or <c>bfloat16</c>, faster
    /// on CPUs that have it.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Whether checkpoints are written.</summary>
    public bool DoCheckpoint { get; init; } = true;

    /// <summary>Seed of every random generator of the run.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>Steps per training segment of the world model.</summary>
    [Range(1, int.MaxValue)]
    public int SequenceLength { get; init; } = 20;
}
