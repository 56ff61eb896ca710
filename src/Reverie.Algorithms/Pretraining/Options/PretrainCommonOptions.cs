using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Seed and device of a run.</summary>
public sealed record PretrainCommonOptions
{
    /// <summary>Seed of the text, the first weights, the order of sequences and the samples.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [RegularExpression(@"auto|cpu|cuda(:\d+)?", ErrorMessage = "'common.device' must be auto, cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "auto";
}
