namespace Reverie.Algorithms.Pretraining.Options;

/// <summary>Where the finished model goes.</summary>
public sealed record OutputOptions
{
    /// <summary>A name such as <c>reverie/grid-gpt2</c>, under which every command finds it, or a folder; null: <c>model</c> in the run folder.</summary>
    public string? Name { get; init; }
}
