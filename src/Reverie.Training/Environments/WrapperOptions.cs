using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.Training.Environments;

/// <summary>A wrapper by name, with arguments.</summary>
public sealed record WrapperOptions
{
    /// <summary>Its registered name, such as <c>view_size</c>.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Its arguments, such as <c>{size: 5}</c>.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();
}
