using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Reverie.WorldModels.Tokenizers.Vq;

/// <summary>The critic of the tokenizer's value loss.</summary>
public sealed record ValueCriticOptions
{
    /// <summary>Units of each hidden layer.</summary>
    [Range(1, SizeRules.Widest)]
    [JsonPropertyName("hidden_dim")]
    public int HiddenSize { get; init; } = 512;

    /// <summary>Hidden layers.</summary>
    [Range(1, SizeRules.MostLayers)]
    [JsonPropertyName("num_layers")]
    public int LayerCount { get; init; } = 2;
}
