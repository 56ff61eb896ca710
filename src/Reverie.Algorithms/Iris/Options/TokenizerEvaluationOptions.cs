namespace Reverie.Algorithms.Iris.Options;

/// <summary>Evaluation of the tokenizer.</summary>
public sealed record TokenizerEvaluationOptions : ComponentEvaluationOptions
{
    /// <summary>Whether pictures of frames and their reconstructions are written.</summary>
    public bool SaveReconstructions { get; init; } = true;
}
