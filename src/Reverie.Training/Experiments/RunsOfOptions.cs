using System.ComponentModel.DataAnnotations;

namespace Reverie.Training.Experiments;

/// <summary>Another experiment, of whose runs a question is asked.</summary>
public sealed record RunsOfOptions
{
    /// <summary>Its name.</summary>
    [Required]
    public string Experiment { get; init; } = "";

    /// <summary>Names of its arms by the names that they have here; the first is what the others are held against.</summary>
    [MinLength(1, ErrorMessage = "'runs_of.arms' is empty; give names of arms there by the names that they shall have here.")]
    public Dictionary<string, string> Arms { get; init; } = [];

    /// <summary>Names of its environments; null: all that a scale has.</summary>
    public IReadOnlyList<string>? Environments { get; init; }
}
