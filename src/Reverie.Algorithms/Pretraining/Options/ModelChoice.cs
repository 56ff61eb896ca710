namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Which network is trained.</summary>
public sealed record ModelChoice
{
    /// <summary>A folder or model name whose weights are trained on; null: random weights.</summary>
    public string? From { get; init; }

    /// <summary>
    /// The architecture of a model with random weights, in the keys of its family's <c>config.json</c> (<c>model_type: gpt2</c>,
    /// <c>n_layer: 4</c>, ...). <c>vocab_size</c> is set by the tokenizer.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Config { get; init; } = new Dictionary<string, object?>();

    /// <summary>Recompute each block in backward: less memory, a third more time.</summary>
    public bool GradientCheckpointing { get; init; }
}
