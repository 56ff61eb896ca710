using System.ComponentModel.DataAnnotations;

namespace Reverie.Algorithms.Iris.Options;

/// <summary>Training of the tokenizer.</summary>
public sealed record TokenizerTrainingOptions : ComponentTrainingOptions
{
    /// <summary>
    /// So many steps at the end of an episode that is not over are not shown to the tokenizer: their returns are not known yet, which matters to
    /// the value loss. While no other step is there, the tokenizer waits.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int IgnoreLastOfIncomplete { get; init; }
}
