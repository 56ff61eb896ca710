namespace Reverie.Training.Experiments;

/// <summary>A run that others of an experiment start from: a pretrained model, a tokenizer, a replay.</summary>
public sealed record PreparationOptions
{
    /// <summary>The algorithm's registered name where no configuration says it, such as <c>pretraining</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Whether there is one for each environment and seed; otherwise there is one for all.</summary>
    public bool Each { get; init; }

    public IReadOnlyList<string> Overrides { get; init; } = [];
}
