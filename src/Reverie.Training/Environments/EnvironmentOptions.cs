using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Reverie.Environments.Registration;

namespace Reverie.Training.Environments;

/// <summary>An environment by id, with arguments of its own and with wrappers.</summary>
public record EnvironmentOptions
{
    /// <summary>Registered id, such as <c>MiniGrid-Empty-5x5-v0</c>; <c>reverie envs</c> lists them.</summary>
    [Required]
    public string? Id { get; init; }

    /// <summary>Arguments of the environment that replace those of its registration, such as <c>{size: 6}</c>.</summary>
    [JsonPropertyName("with")]
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    /// <summary>Of an environment in Python: how its process is started and what is expected of it.</summary>
    public WorkerOptions Worker { get; init; } = new();

    /// <summary>Wrappers around it, the innermost first.</summary>
    public IReadOnlyList<WrapperOptions> Wrappers { get; init; } = [];
}
